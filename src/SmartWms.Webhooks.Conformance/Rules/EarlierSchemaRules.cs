using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>What lay in a database of an earlier schema is there after the move, and goes on.</summary>
internal sealed class EarlierSchemaRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    /// <summary>Every lease from before has ended.</summary>
    private static readonly DateTimeOffset Now = At(60);

    public static IReadOnlyList<ConformanceRule> List() =>
    [
        OnEach("U-01", "Webhooks, deliveries and attempts of an earlier schema are read as they were", on => on.WhatLayThereIsReadAsItWasAsync()),
        OnEach("U-02", "What waited in an earlier schema is claimed when it is due, also from a node that did not come back, and ends once", on => on.WhatWaitedGoesOnAsync()),
        OnEach("U-03", "What ended in an earlier schema can be sent again and is removed with its age", on => on.WhatEndedCanBeSentAgainAndGoesAsync()),
        OnEach("U-04", "An event id of an earlier schema is still known, and a new event goes to a webhook from then", on => on.IdsAreKnownAndNewEventsGoOutAsync()),
    ];

    private static ConformanceRule OnEach(string number, string title, Func<EarlierSchemaRules, Task> run) => new(
        number,
        title,
        RuleFamily.EarlierSchemas,
        RuleNeeds.EarlierSchemas,
        [new RuleCase(null, async (stores, cancellation) =>
        {
            foreach (var schema in stores.EarlierSchemas)
            {
                await schema.TryAsync(moved => run(new EarlierSchemaRules(moved, cancellation)), cancellation).ConfigureAwait(false);
            }
        })]);

    private async Task WhatLayThereIsReadAsItWasAsync()
    {
        var webhooks = (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Changed.OrderBy(row => row.Id.Value).ToArray();
        Expect.Equal([(EarlierContent.Erp, SubscriptionState.Active), (EarlierContent.Paused, SubscriptionState.Paused)], webhooks.Select(row => (row.Name, row.State)));
        Expect.Equal((Given.Subscription().Url, Given.Subscription().Contract, Start), (webhooks[0].Url, webhooks[0].Contract, webhooks[0].CreatedAt));
        Expect.Equal(Given.Subscription().Sealed, webhooks[0].Sealed);
        Expect.Equal(Given.Subscription().EventTypes, webhooks[0].EventTypes);

        Expect.Equal(
            [
                (EarlierContent.Delivered, DeliveryState.Delivered, 1, FailureClass.None),
                (EarlierContent.Failed, DeliveryState.Failed, 1, FailureClass.ServerError),
                (EarlierContent.Retried, DeliveryState.Pending, 1, FailureClass.ServerError),
                (EarlierContent.Sending, DeliveryState.Sending, 0, FailureClass.None),
                (EarlierContent.Waiting, DeliveryState.Pending, 0, FailureClass.None),
                (EarlierContent.Held, DeliveryState.Pending, 0, FailureClass.None),
            ],
            (await ListAsync(new DeliveryQuery())).OrderBy(row => row.Id.Value).Select(row => (row.EventId, row.State, row.Attempts, row.Failure)));
        var retried = await DetailsAsync((await RowAsync(EarlierContent.Retried)).Id);
        var attempt = Expect.Single(retried.Attempts);
        Expect.Equal((1, 500, FailureClass.ServerError, "rule", "node"), (attempt.Number, attempt.StatusCode ?? 0, attempt.Failure, attempt.Rule, attempt.Node));
        Expect.Equal(EarlierContent.RetryAt, retried.Delivery.DueAt);
    }

    private async Task WhatWaitedGoesOnAsync()
    {
        var erp = (await RowAsync(EarlierContent.Waiting)).Subscription;
        Expect.Equal([erp], (await FindAsync(Now)).Lanes);

        var claims = (await ClaimAgainAsync(erp)).OrderBy(claim => claim.EventId, StringComparer.Ordinal).ToArray();
        Expect.Equal([EarlierContent.Retried, EarlierContent.Sending, EarlierContent.Waiting], claims.Select(claim => claim.EventId));
        foreach (var claim in claims)
        {
            Expect.Equal(Given.Event(claim.EventId).Bodies[0].Bytes, claim.Body);
            Expect.True((await RecordAsync(Given.Delivered(claim), Now)).Accepted);
            Expect.Equal(DeliveryState.Delivered, await StateAsync(claim.Id));
        }

        Expect.Empty(await ClaimAgainAsync(erp));
        var held = await RowAsync(EarlierContent.Held);
        Expect.Empty(await ClaimAgainAsync(held.Subscription));
        await SetStateAsync(held.Subscription, SubscriptionState.Active, Now);
        Expect.Equal([held.Id], (await ClaimAgainAsync(held.Subscription)).Select(claim => claim.Id));
    }

    private async Task WhatEndedCanBeSentAgainAndGoesAsync()
    {
        var failed = await RowAsync(EarlierContent.Failed);
        Expect.Equal(ResendOutcome.Due, await ResendAsync(failed.Id, Now));
        Expect.True((await RecordAsync(Given.Delivered(await ClaimResendAsync(Now)), Now)).Accepted);
        Expect.Equal((DeliveryState.Delivered, 2), ((await SummaryAsync(failed.Id)).State, (await SummaryAsync(failed.Id)).Attempts));

        await PurgeAsync(Now, Start);
        Expect.Equal(
            [EarlierContent.Failed, EarlierContent.Retried, EarlierContent.Sending, EarlierContent.Waiting, EarlierContent.Held],
            (await ListAsync(new DeliveryQuery())).OrderBy(row => row.Id.Value).Select(row => row.EventId));
    }

    private async Task IdsAreKnownAndNewEventsGoOutAsync()
    {
        var first = await RowAsync(EarlierContent.Delivered);
        var again = await AddAsync(Now, Given.Event(EarlierContent.Delivered, new NewDelivery(first.Subscription, 0)));
        Expect.True(again.Events.Single().WasDuplicate);
        Expect.Equal([first.Id], again.Events.Single().Deliveries);
        var other = await AddAsync(Now, Given.Event(EarlierContent.Waiting) with { DataHash = Given.Hash("other") });
        Expect.Equal((AddOutcome.Conflict, EarlierContent.Waiting), (other.Outcome, other.ConflictingEventId));

        var added = await PublishAsync(first.Subscription, "evt_new", Now);
        Expect.True((await ClaimAgainAsync(first.Subscription)).Any(claim => claim.Id == added));
    }

    private async Task<DeliverySummary> RowAsync(string eventId) => Expect.Single((await ListAsync(new DeliveryQuery())).Where(row => row.EventId == eventId).ToArray());

    /// <summary>With a token that no claim from before the move had.</summary>
    private async Task<IReadOnlyList<ClaimedDelivery>> ClaimAgainAsync(SubscriptionId lane) =>
        (await Stores.Deliveries.ClaimAsync(new Claim([new LaneClaim(lane, 100, LanePick.LongestDue)], 0, 1_000 + NextToken(), Now, Given.Lease), Cancellation)).Deliveries;
}
