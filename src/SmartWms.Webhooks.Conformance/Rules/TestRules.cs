using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Send test: one attempt by the calling node, with its own row of the log.</summary>
internal sealed class TestRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<TestRules>(RuleFamily.People, (stores, cancellation) => new TestRules(stores, cancellation));
        return
        [
            rules.Each("P-43", "A test ends with its one attempt",
                [DeliveryState.Delivered, DeliveryState.Failed], (on, end) => on.ATestEndsWithItsOneAttemptAsync(end)),
            rules.Each("P-44", "A test whose node died comes back among the resends as a test",
                [SubscriptionState.Active, SubscriptionState.Disabled], (on, state) => on.ATestWhoseNodeDiedComesBackAmongTheResendsAsATestAsync(state)),
            rules.One("P-45", "A test is not held by its subscription", on => on.ATestIsNotHeldByItsSubscriptionAsync()),
            rules.One("P-46", "A test left behind stays a test when a person resends it", on => on.ATestLeftBehindStaysATestWhenAPersonResendsItAsync()),
        ];
    }

    private async Task ATestEndsWithItsOneAttemptAsync(DeliveryState end) // R24
    {
        var (lane, test, token) = await SendAsync();

        Expect.True((await RecordAsync(Result(lane, test, token, end), At(1))).Accepted);

        Expect.Equal((end, At(1)), (await StateAsync(test), (await SummaryAsync(test)).FinishedAt));
        Expect.Empty(await ClaimAsync(At(999), 10, new LaneClaim(lane, 10)));
    }

    private async Task ATestWhoseNodeDiedComesBackAmongTheResendsAsATestAsync(SubscriptionState state) // R24
    {
        var (lane, test, _) = await SendAsync();
        await SetStateAsync(lane, state);

        Expect.Empty(await ClaimAsync(At(1), 10, new LaneClaim(lane, 10)));
        Expect.Empty(await ClaimLaneAsync(lane, Start + Given.Lease));
        var claim = await ClaimResendAsync(Start + Given.Lease);

        Expect.Equal((test, AttemptTrigger.Test, 2), (claim.Id, claim.Trigger, claim.Claims));
    }

    private async Task ATestIsNotHeldByItsSubscriptionAsync() // R24
    {
        var (lane, test, token) = await SendAsync();
        await Stores.Deliveries.ReleaseAsync([new DeliveryRelease(test, token, At(1))], Cancellation);
        await SetStateAsync(lane, SubscriptionState.Paused);

        Expect.Equal((DeliveryState.Pending, false), (await StateAsync(test), (await SummaryAsync(test)).IsHeld));
        Expect.Equal(AttemptTrigger.Test, (await ClaimResendAsync(At(1))).Trigger);
    }

    private async Task ATestLeftBehindStaysATestWhenAPersonResendsItAsync() // R24: it must not go on by the schedule
    {
        var (lane, test, _) = await SendAsync();

        Expect.Equal(ResendOutcome.Due, await ResendAsync(test, At(10)));
        var claim = await ClaimResendAsync(At(10));
        await RecordAsync(Result(lane, test, claim.LeaseToken, DeliveryState.Failed), At(11));

        Expect.Equal((AttemptTrigger.Test, DeliveryState.Failed), (claim.Trigger, await StateAsync(test)));
    }

    private static DeliveryRecord Result(SubscriptionId lane, DeliveryId test, long token, DeliveryState end) => new()
    {
        Delivery = test,
        LeaseToken = token,
        Subscription = lane,
        Trigger = AttemptTrigger.Test,
        Next = end,
    };

    private async Task<(SubscriptionId Lane, DeliveryId Test, long Token)> SendAsync()
    {
        var lane = await SubscribeAsync();
        var token = NextToken();
        var added = await AddAsync(Start, Given.Event("evt_test", new NewDelivery(lane, 0, token, AttemptTrigger.Test)) with { Type = "webhook.test" });
        return (lane, added.Events.Single().Deliveries.Single(), token);
    }
}
