using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>Cancelling: by a person, by the hold limit, with the subscription. And bringing forward what a wrong clock put far away.</summary>
public abstract class HoldSuite : StoreSuite
{
    [Fact]
    public async Task A_pending_delivery_is_cancelled()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");

        Assert.Equal(CancelOutcome.Cancelled, await CancelAsync(delivery, At(1)));

        Assert.Equal((DeliveryState.Cancelled, At(1)), (await StateAsync(delivery), (await SummaryAsync(delivery)).FinishedAt));
        Assert.Empty(await ClaimLaneAsync(lane, At(9)));
        Assert.Equal(CancelOutcome.AlreadyEnded, await CancelAsync(delivery, At(2)));
    }

    [Fact]
    public async Task A_delivery_being_sent_is_not_cancelled_until_its_lease_is_lost() // R2
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var claim = await ClaimOneAsync(lane);

        Assert.Equal(CancelOutcome.BeingSent, await CancelAsync(delivery, At(1)));
        Assert.Equal(CancelOutcome.Cancelled, await CancelAsync(delivery, Start + Given.Lease));
        Assert.False((await RecordAsync(Given.Delivered(claim), At(9))).Accepted);
    }

    [Theory]
    [InlineData(DeliveryState.Delivered)]
    [InlineData(DeliveryState.Failed)]
    public async Task An_ended_delivery_is_not_cancelled(DeliveryState end)
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", end);

        Assert.Equal(CancelOutcome.AlreadyEnded, await CancelAsync(delivery));
        Assert.Equal(end, await StateAsync(delivery));
    }

    [Theory] // R24: Delivered stays Delivered
    [InlineData(DeliveryState.Delivered)]
    [InlineData(DeliveryState.Failed)]
    public async Task Cancelling_a_resend_leaves_an_ended_delivery_as_it_ended(DeliveryState end)
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", end);
        await ResendAsync(delivery);

        Assert.Equal(CancelOutcome.Cancelled, await CancelAsync(delivery));

        Assert.Equal(end, await StateAsync(delivery));
        Assert.Empty(await ClaimAsync(At(9), 10));
    }

    [Fact]
    public async Task Only_its_own_tenant_cancels_a_delivery() // R16
    {
        var delivery = await PublishAsync(await SubscribeAsync(), "evt_1", with: row => row with { TenantId = "x" });

        Assert.Equal(CancelOutcome.NotFound, await Stores.Deliveries.CancelAsync(delivery, TenantScope.Only(null), Start, Cancellation));
        Assert.Equal(CancelOutcome.NotFound, await CancelAsync(new DeliveryId(4_711)));
        Assert.Equal(CancelOutcome.Cancelled, await Stores.Deliveries.CancelAsync(delivery, TenantScope.Only("x"), Start, Cancellation));
    }

    [Fact]
    public async Task Deliveries_held_for_the_limit_are_cancelled_and_younger_holds_are_not() // R23
    {
        var (old, young, active) = (await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync());
        var ids = new[] { await PublishAsync(old, "evt_old"), await PublishAsync(young, "evt_young"), await PublishAsync(active, "evt_active") };
        await SetStateAsync(old, SubscriptionState.Disabled, At(10));
        await SetStateAsync(young, SubscriptionState.Paused, At(11));

        Assert.Equal(1, await Stores.Deliveries.CancelHeldAsync(At(10), 100, At(50), Cancellation));

        Assert.Equal([DeliveryState.Cancelled, DeliveryState.Pending, DeliveryState.Pending], [.. await StatesAsync(ids)]);
        Assert.Equal(At(50), (await SummaryAsync(ids[0])).FinishedAt);
    }

    [Fact]
    public async Task Deliveries_of_a_deleted_subscription_are_cancelled_at_once() // R23
    {
        var lane = await SubscribeAsync();
        var pending = await PublishAsync(lane, "evt_1");
        var resent = await PublishAsync(lane, "evt_2");
        await ResendAsync(resent, At(1));
        await SetStateAsync(lane, SubscriptionState.Deleted, At(40));

        Assert.Equal(2, await Stores.Deliveries.CancelHeldAsync(Start, 100, At(50), Cancellation));

        Assert.Equal([DeliveryState.Cancelled, DeliveryState.Cancelled], [.. await StatesAsync(pending, resent)]);
    }

    [Fact]
    public async Task What_is_leased_is_left_until_its_lease_is_lost() // R23
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await ClaimOneAsync(lane);
        await SetStateAsync(lane, SubscriptionState.Deleted);

        Assert.Equal(0, await Stores.Deliveries.CancelHeldAsync(Start, 100, At(1), Cancellation));
        Assert.Equal(DeliveryState.Sending, await StateAsync(delivery));
        Assert.Equal(1, await Stores.Deliveries.CancelHeldAsync(Start, 100, At(2), Cancellation));
    }

    [Fact]
    public async Task Held_deliveries_go_in_batches_and_fewer_than_the_limit_means_none_are_left() // R23
    {
        var (first, second) = (await SubscribeAsync(), await SubscribeAsync());
        await PublishManyAsync(first, 3);
        await PublishManyAsync(second, 2);
        await SetStateAsync(first, SubscriptionState.Paused);
        await SetStateAsync(second, SubscriptionState.Deleted);

        List<int> counts = [];
        for (var count = 2; count == 2;)
        {
            counts.Add(count = await Stores.Deliveries.CancelHeldAsync(At(1), 2, At(2), Cancellation));
        }

        Assert.Equal([2, 2, 1], counts);
    }

    [Fact]
    public async Task What_is_due_too_late_is_brought_forward_and_nothing_else_moves() // R30
    {
        var lane = await SubscribeAsync();
        var near = await PublishAsync(lane, "evt_near", At(5));
        var far = await PublishAsync(lane, "evt_far", At(600));
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane, At(5)), At(7)));
        var farRetry = await PublishAsync(lane, "evt_retry");
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(900)));

        Assert.Equal(2, await Stores.Deliveries.BringForwardAsync(At(60), Cancellation));

        Assert.Equal(
            [At(7), At(60), At(60)], [(await SummaryAsync(near)).DueAt, (await SummaryAsync(far)).DueAt, (await SummaryAsync(farRetry)).DueAt]);
        Assert.Equal(3, (await ClaimLaneAsync(lane, At(60))).Count);
        Assert.Equal(0, await Stores.Deliveries.BringForwardAsync(At(62), Cancellation));
    }

    [Fact]
    public async Task A_resend_due_too_late_and_the_due_time_it_goes_back_to_are_brought_forward() // R30
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1", At(900));
        await ResendAsync(delivery, At(800));

        await Stores.Deliveries.BringForwardAsync(At(60), Cancellation);

        var claim = await ClaimResendAsync(At(60));
        await RecordAsync(Given.Failed(claim), At(61));
        Assert.Equal(At(60), (await SummaryAsync(delivery)).DueAt);
    }

    [Fact]
    public async Task A_wait_of_a_lane_that_ends_too_late_is_brought_forward() // R30: a clock that was wrong once freezes nothing
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 2);
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(30)) with { LaneWaitsUntil = At(900) });

        await Stores.Deliveries.BringForwardAsync(At(60), Cancellation);

        Assert.Empty((await FindAsync(At(59))).Lanes);
        Assert.Equal([lane], (await FindAsync(At(60))).Lanes);
    }

    private async Task<List<DeliveryState>> StatesAsync(params DeliveryId[] ids)
    {
        List<DeliveryState> states = [];
        foreach (var id in ids)
        {
            states.Add(await StateAsync(id));
        }

        return states;
    }
}
