using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Storing events: whole or not at all, once for each id.</summary>
internal sealed class AddingRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<AddingRules>(RuleFamily.Adding, (stores, cancellation) => new AddingRules(stores, cancellation));
        return
        [
            rules.One("A-01", "An added delivery is pending and due now", on => on.AnAddedDeliveryIsPendingAndDueNowAsync()),
            rules.One("A-02", "Every event gets the ids of its deliveries in their order", on => on.EveryEventGetsTheIdsOfItsDeliveriesInTheirOrderAsync()),
            rules.One("A-03", "The same id, type and data again is a duplicate with the first deliveries",
                on => on.TheSameIdTypeAndDataAgainIsADuplicateWithTheFirstDeliveriesAsync()),
            rules.One("A-04", "A batch may hold new events and duplicates", on => on.ABatchMayHoldNewEventsAndDuplicatesAsync()),
            rules.One("A-05", "The same id with another type is a conflict", on => on.TheSameIdWithAnotherTypeIsAConflictAsync()),
            rules.One("A-06", "The same id with other data is a conflict", on => on.TheSameIdWithOtherDataIsAConflictAsync()),
            rules.One("A-07", "A conflict names the first taken id and nothing of its batch is written",
                on => on.AConflictNamesTheFirstTakenIdAndNothingOfItsBatchIsWrittenAsync()),
            rules.One("A-08", "An event nobody subscribed to is stored all the same", on => on.AnEventNobodySubscribedToIsStoredAllTheSameAsync()),
            rules.One("A-09", "The same id in three tenants is three events", on => on.TheSameIdInThreeTenantsIsThreeEventsAsync()),
            rules.One("A-10", "Ids that differ in letter case are different events", on => on.IdsThatDifferInLetterCaseAreDifferentEventsAsync()),
            rules.One("A-11", "A batch matched with an old version is stale and nothing is written",
                on => on.ABatchMatchedWithAnOldVersionIsStaleAndNothingIsWrittenAsync()),
            rules.Each("A-12", "Any change of a subscription makes an earlier match stale",
                [SubscriptionState.Active, SubscriptionState.Paused, SubscriptionState.Deleted],
                (on, state) => on.AnyChangeOfASubscriptionMakesAnEarlierMatchStaleAsync(state)),
            rules.One("A-13", "A failed attempt and a wait do not make a match stale", on => on.AFailedAttemptAndAWaitDoNotMakeAMatchStaleAsync()),
            rules.One("A-14", "A delivery handed off is stored under its lease with one claim",
                on => on.ADeliveryHandedOffIsStoredUnderItsLeaseWithOneClaimAsync()),
            rules.One("A-15", "The result of a delivery handed off is accepted under its token",
                on => on.TheResultOfADeliveryHandedOffIsAcceptedUnderItsTokenAsync()),
            rules.One("A-16", "A cancelled publish stores nothing", on => on.ACancelledCallStoresNothingAsync()),
            rules.One("A-17", "A thousand events fit in one batch", on => on.AThousandEventsFitInOneBatchAsync()),
            rules.Each("A-18", "An event that many subscriptions want makes a delivery for each, in their order",
                ["all due", "all handed off", "one handed off", "two bodies"], (on, given) => on.AnEventThatManySubscriptionsWantMakesADeliveryForEachAsync(given)),
        ];
    }

    private async Task AnAddedDeliveryIsPendingAndDueNowAsync()
    {
        var delivery = await PublishAsync(await SubscribeAsync(), "evt_1", At(3));

        var summary = await SummaryAsync(delivery);

        Expect.Equal((DeliveryState.Pending, At(3), At(3)), (summary.State, summary.DueAt, summary.CreatedAt));
        Expect.Equal((0, 0, null, FailureClass.None), (summary.Attempts, summary.Retries, summary.FinishedAt, summary.Failure));
    }

    private async Task EveryEventGetsTheIdsOfItsDeliveriesInTheirOrderAsync()
    {
        var (first, second) = (await SubscribeAsync(), await SubscribeAsync());

        var added = await AddAsync(
            Start, Given.Event("evt_1", new NewDelivery(second, 0), new NewDelivery(first, 0)), Given.Event("evt_2"), Given.Event("evt_3", new NewDelivery(first, 0)));

        Expect.Equal([2, 0, 1], added.Events.Select(row => row.Deliveries.Count));
        var deliveries = added.Events.SelectMany(row => row.Deliveries).ToArray();
        Expect.Equal(deliveries.Order(), deliveries);
        Expect.True(deliveries.All(id => id.Value > 0));
        Expect.Equal(second, (await SummaryAsync(deliveries[0])).Subscription);
        Expect.Equal((first, "evt_3"), ((await SummaryAsync(deliveries[2])).Subscription, (await SummaryAsync(deliveries[2])).EventId));
    }

    private async Task AnEventThatManySubscriptionsWantMakesADeliveryForEachAsync(string given)
    {
        var lanes = new SubscriptionId[12];
        for (var lane = 0; lane < lanes.Length; lane++)
        {
            lanes[lane] = await SubscribeAsync();
        }

        Array.Reverse(lanes);
        var wanted = lanes.Select((lane, index) => new NewDelivery(lane, Body: given == "two bodies" ? index % 2 : 0, LeaseToken: HandedOff(given, index) ? 77 : 0)).ToArray();
        NewEvent many = Given.Event("evt_many", wanted) with { Bodies = [Given.Body("""{"n":1}"""), Given.Body("""{"n":2}""", "wms")] };

        var added = (await AddAsync(Start, many)).Events.Single();

        Expect.Equal(lanes.Length, added.Deliveries.Count);
        for (var index = 0; index < lanes.Length; index++)
        {
            var row = await SummaryAsync(added.Deliveries[index]);
            Expect.Equal((lanes[index], "evt_many"), (row.Subscription, row.EventId));
            var claimed = await ClaimLaneAsync(lanes[index], Start);
            Expect.Equal(HandedOff(given, index) ? 0 : 1, claimed.Count);
            Expect.True(claimed.All(claim => claim.Id == added.Deliveries[index] && claim.Claims == 1 && claim.Body.AsSpan().SequenceEqual(many.Bodies[wanted[index].Body].Bytes)));
        }
    }

    private static bool HandedOff(string given, int index) => given == "all handed off" || (given == "one handed off" && index == 5);

    private async Task TheSameIdTypeAndDataAgainIsADuplicateWithTheFirstDeliveriesAsync() // R14
    {
        var lane = await SubscribeAsync();
        var first = await PublishAsync(lane, "evt_1");

        var again = await AddAsync(At(1), Given.Event("evt_1", new NewDelivery(lane, 0), new NewDelivery(lane, 0)));

        Expect.Equal(AddOutcome.Added, again.Outcome);
        Expect.True(again.Events.Single().WasDuplicate);
        Expect.Equal([first], again.Events.Single().Deliveries);
        Expect.Single(await ListAsync(new DeliveryQuery()));
    }

    private async Task ABatchMayHoldNewEventsAndDuplicatesAsync() // R14
    {
        var lane = await SubscribeAsync();
        var first = await PublishAsync(lane, "evt_2");

        var added = await AddAsync(Start, [.. Enumerable.Range(1, 3).Select(index => Given.Event($"evt_{index}", new NewDelivery(lane, 0)))]);

        Expect.Equal([false, true, false], added.Events.Select(row => row.WasDuplicate));
        Expect.Equal(first, added.Events[1].Deliveries.Single());
        Expect.Equal(3, (await ListAsync(new DeliveryQuery())).Count);
    }

    private async Task TheSameIdWithAnotherTypeIsAConflictAsync() // R14
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");

        var added = await AddAsync(Start, Given.Event("evt_1", new NewDelivery(lane, 0)) with { Type = "order.created" });

        Expect.Equal((AddOutcome.Conflict, "evt_1"), (added.Outcome, added.ConflictingEventId));
        Expect.Empty(added.Events);
        Expect.Single(await ListAsync(new DeliveryQuery()));
    }

    private async Task TheSameIdWithOtherDataIsAConflictAsync() // R14
    {
        await PublishAsync(await SubscribeAsync(), "evt_1");

        var added = await AddAsync(Start, Given.Event("evt_1") with { DataHash = Given.Hash("other") });

        Expect.Equal((AddOutcome.Conflict, "evt_1"), (added.Outcome, added.ConflictingEventId));
    }

    private async Task AConflictNamesTheFirstTakenIdAndNothingOfItsBatchIsWrittenAsync() // R14
    {
        var lane = await SubscribeAsync();
        await AddAsync(Start, Given.Event("evt_3"), Given.Event("evt_4"));
        var other = Given.Hash("other");

        var added = await AddAsync(
            Start, Given.Event("evt_1", new NewDelivery(lane, 0)), Given.Event("evt_3") with { DataHash = other }, Given.Event("evt_4") with { DataHash = other });

        Expect.Equal((AddOutcome.Conflict, "evt_3"), (added.Outcome, added.ConflictingEventId));
        Expect.Empty(await ListAsync(new DeliveryQuery()));
        Expect.False((await AddAsync(Start, Given.Event("evt_1"))).Events.Single().WasDuplicate);
    }

    private async Task AnEventNobodySubscribedToIsStoredAllTheSameAsync() // R14
    {
        var nobody = Given.Event("evt_1") with { Bodies = [] };
        Expect.False((await AddAsync(Start, nobody)).Events.Single().WasDuplicate);

        var again = (await AddAsync(Start, nobody)).Events.Single();

        Expect.True(again.WasDuplicate);
        Expect.Empty(again.Deliveries);
    }

    private async Task TheSameIdInThreeTenantsIsThreeEventsAsync() // R16: null and '' are tenants of their own
    {
        var lane = await SubscribeAsync();
        string?[] tenants = [null, "", "x"];

        foreach (var tenant in tenants)
        {
            await PublishAsync(lane, "evt_1", with: row => row with { TenantId = tenant });
        }

        foreach (var tenant in tenants)
        {
            Expect.True((await AddAsync(Start, Given.Event("evt_1") with { TenantId = tenant })).Events.Single().WasDuplicate);
        }

        Expect.Equal(tenants, (await ClaimLaneAsync(lane, Start)).OrderBy(row => row.Id).Select(row => row.TenantId));
    }

    private async Task IdsThatDifferInLetterCaseAreDifferentEventsAsync()
    {
        await AddAsync(Start, Given.Event("evt_a"));

        Expect.False((await AddAsync(Start, Given.Event("evt_A") with { DataHash = Given.Hash("other") })).Events.Single().WasDuplicate);
    }

    private async Task ABatchMatchedWithAnOldVersionIsStaleAndNothingIsWrittenAsync() // R15
    {
        var lane = await SubscribeAsync();
        var version = (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version;
        await SubscribeAsync();

        var added = await Stores.Deliveries.AddAsync([Given.Event("evt_1", new NewDelivery(lane, 0))], version, Start, Given.Lease, Cancellation);

        Expect.Equal(AddOutcome.Stale, added.Outcome);
        Expect.Empty(added.Events);
        Expect.Empty(await ListAsync(new DeliveryQuery()));
        Expect.False((await AddAsync(Start, Given.Event("evt_1"))).Events.Single().WasDuplicate);
    }

    private async Task AnyChangeOfASubscriptionMakesAnEarlierMatchStaleAsync(SubscriptionState state) // R15
    {
        var lane = await SubscribeAsync();
        var version = (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version;
        var changed = await SetStateAsync(lane, state);

        Expect.Equal(AddOutcome.Stale, (await Stores.Deliveries.AddAsync([Given.Event("evt_1")], version, Start, Given.Lease, Cancellation)).Outcome);
        Expect.Equal(AddOutcome.Added, (await Stores.Deliveries.AddAsync([Given.Event("evt_1")], changed.Version, Start, Given.Lease, Cancellation)).Outcome);
    }

    private async Task AFailedAttemptAndAWaitDoNotMakeAMatchStaleAsync() // R15: counters are no change of the subscription
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        var version = (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version;

        await RecordAsync(Given.Failed(await ClaimOneAsync(lane)) with { LaneWaitsUntil = At(5) });

        Expect.Equal(AddOutcome.Added, (await Stores.Deliveries.AddAsync([Given.Event("evt_2")], version, Start, Given.Lease, Cancellation)).Outcome);
        Expect.Equal(version, (await SubscriptionAsync(lane)).Version);
    }

    private async Task ADeliveryHandedOffIsStoredUnderItsLeaseWithOneClaimAsync() // R5
    {
        var lane = await SubscribeAsync();
        var token = NextToken();
        var added = await AddAsync(Start, Given.Event("evt_1", new NewDelivery(lane, 0, token)));
        var delivery = added.Events.Single().Deliveries.Single();

        Expect.Equal((DeliveryState.Sending, Start + Given.Lease), ((await SummaryAsync(delivery)).State, (await SummaryAsync(delivery)).DueAt));
        Expect.Empty(await ClaimLaneAsync(lane, Start));
        Expect.Equal(2, (await ClaimOneAsync(lane, Start + Given.Lease)).Claims);
    }

    private async Task TheResultOfADeliveryHandedOffIsAcceptedUnderItsTokenAsync() // R5
    {
        var lane = await SubscribeAsync();
        var token = NextToken();
        var delivery = (await AddAsync(Start, Given.Event("evt_1", new NewDelivery(lane, 0, token)))).Events.Single().Deliveries.Single();

        var record = new DeliveryRecord
        {
            Delivery = delivery,
            LeaseToken = token,
            Subscription = lane,
            Trigger = AttemptTrigger.Scheduled,
            Next = DeliveryState.Delivered,
        };

        Expect.True((await RecordAsync(record)).Accepted);
        Expect.Equal(DeliveryState.Delivered, await StateAsync(delivery));
    }

    private async Task ACancelledCallStoresNothingAsync()
    {
        var added = Stores.Deliveries.AddAsync([Given.Event("evt_1")], null, Start, Given.Lease, new CancellationToken(canceled: true));

        await Expect.CancelledAsync(() => added);
        Expect.False((await AddAsync(Start, Given.Event("evt_1"))).Events.Single().WasDuplicate);
    }

    private async Task AThousandEventsFitInOneBatchAsync()
    {
        var lane = await SubscribeAsync();

        var ids = await PublishManyAsync(lane, 1_000);

        Expect.Equal(1_000, ids.Distinct().Count());
        Expect.Equal(1_000, (await Stores.Deliveries.GetBacklogAsync(Start, Cancellation)).Due);
    }
}
