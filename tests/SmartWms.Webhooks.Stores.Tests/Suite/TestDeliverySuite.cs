using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>Send test: one attempt by the calling node, with its own row of the log.</summary>
public abstract class TestDeliverySuite : StoreSuite
{
    [Theory] // R24
    [InlineData(DeliveryState.Delivered)]
    [InlineData(DeliveryState.Failed)]
    public async Task A_test_ends_with_its_one_attempt(DeliveryState end)
    {
        var (lane, test, token) = await SendAsync();

        Assert.True((await RecordAsync(Result(lane, test, token, end), At(1))).Accepted);

        Assert.Equal((end, At(1)), (await StateAsync(test), (await SummaryAsync(test)).FinishedAt));
        Assert.Empty(await ClaimAsync(At(999), 10, new LaneClaim(lane, 10)));
    }

    [Theory] // R24
    [InlineData(SubscriptionState.Active)]
    [InlineData(SubscriptionState.Disabled)]
    public async Task A_test_whose_node_died_comes_back_among_the_resends_as_a_test(SubscriptionState state)
    {
        var (lane, test, _) = await SendAsync();
        await SetStateAsync(lane, state);

        Assert.Empty(await ClaimAsync(At(1), 10, new LaneClaim(lane, 10)));
        Assert.Empty(await ClaimLaneAsync(lane, Start + Given.Lease));
        var claim = await ClaimResendAsync(Start + Given.Lease);

        Assert.Equal((test, AttemptTrigger.Test, 2), (claim.Id, claim.Trigger, claim.Claims));
    }

    [Fact]
    public async Task A_test_is_not_held_by_its_subscription() // R24
    {
        var (lane, test, token) = await SendAsync();
        await Stores.Deliveries.ReleaseAsync([new DeliveryRelease(test, token, At(1))], Cancellation);
        await SetStateAsync(lane, SubscriptionState.Paused);

        Assert.Equal((DeliveryState.Pending, false), (await StateAsync(test), (await SummaryAsync(test)).IsHeld));
        Assert.Equal(AttemptTrigger.Test, (await ClaimResendAsync(At(1))).Trigger);
    }

    [Fact]
    public async Task A_test_left_behind_stays_a_test_when_a_person_resends_it() // R24: it must not go on by the schedule
    {
        var (lane, test, _) = await SendAsync();

        Assert.Equal(ResendOutcome.Due, await ResendAsync(test, At(10)));
        var claim = await ClaimResendAsync(At(10));
        await RecordAsync(Result(lane, test, claim.LeaseToken, DeliveryState.Failed), At(11));

        Assert.Equal((AttemptTrigger.Test, DeliveryState.Failed), (claim.Trigger, await StateAsync(test)));
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
