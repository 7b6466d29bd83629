using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>Resend: one attempt that a person wants, apart from the lanes.</summary>
public abstract class ResendSuite : StoreSuite
{
    [Theory] // R24
    [InlineData(DeliveryState.Failed)]
    [InlineData(DeliveryState.Delivered)]
    [InlineData(DeliveryState.Cancelled)]
    public async Task An_ended_delivery_is_due_now_as_a_resend_with_the_same_bytes(DeliveryState end)
    {
        var lane = await SubscribeAsync();
        var delivery = await EndedAsync(lane, "evt_1", end);
        var body = (await DetailsAsync(delivery)).Body;

        Assert.Equal(ResendOutcome.Due, await ResendAsync(delivery, At(5)));

        Assert.Equal((DeliveryState.Pending, At(5), null), (await StateAsync(delivery), (await SummaryAsync(delivery)).DueAt, (await SummaryAsync(delivery)).FinishedAt));
        Assert.Empty(await ClaimAsync(At(4), 10));
        var claim = await ClaimResendAsync(At(5));
        Assert.Equal((delivery, AttemptTrigger.Resend, 1, "evt_1"), (claim.Id, claim.Trigger, claim.Attempts, claim.EventId));
        Assert.Equal(body, claim.Body);
    }

    [Fact]
    public async Task A_resend_is_claimed_apart_from_the_lanes_and_never_by_its_lane() // R24
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await ResendAsync(delivery);

        Assert.Empty(await ClaimLaneAsync(lane, At(1)));
        Assert.Equal(delivery, (await ClaimResendAsync(At(1))).Id);
    }

    [Theory] // R24: pause, disable, circuit and rate do not hold a single Resend
    [InlineData(SubscriptionState.Paused)]
    [InlineData(SubscriptionState.Disabled)]
    [InlineData(SubscriptionState.Deleted)]
    public async Task The_subscriptions_state_does_not_hold_a_resend(SubscriptionState state)
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await SetStateAsync(lane, state);

        Assert.Equal(ResendOutcome.Due, await ResendAsync(delivery));

        Assert.Equal(delivery, (await ClaimResendAsync()).Id);
    }

    [Fact]
    public async Task A_waiting_lane_does_not_hold_a_resend() // R11, R24
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(60)) with { LaneWaitsUntil = At(60) });
        await ResendAsync(delivery, At(1));

        Assert.Equal(delivery, (await ClaimResendAsync(At(1))).Id);
    }

    [Fact]
    public async Task Resends_are_claimed_oldest_due_first_and_not_more_than_wanted()
    {
        var lane = await SubscribeAsync();
        var ids = await PublishManyAsync(lane, 3);
        await ResendAsync(ids[0], At(3));
        await ResendAsync(ids[1], At(1));
        await ResendAsync(ids[2], At(2));

        Assert.Empty(await ClaimAsync(At(9), 0));
        Assert.Equal([ids[1], ids[2]], (await ClaimAsync(At(9), 2)).Select(row => row.Id).Order());
        Assert.Equal(ids[0], (await ClaimResendAsync(At(9))).Id);
    }

    [Fact]
    public async Task A_failed_resend_of_a_pending_delivery_puts_it_back_to_the_due_time_it_had() // R24
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(30)));
        await ResendAsync(delivery, At(5));

        await RecordAsync(Given.Failed(await ClaimResendAsync(At(5))), At(6));

        Assert.Equal((DeliveryState.Pending, At(30)), (await StateAsync(delivery), (await SummaryAsync(delivery)).DueAt));
        Assert.Empty(await ClaimAsync(At(99), 10));
        Assert.Empty(await ClaimLaneAsync(lane, At(29)));
        var next = await ClaimOneAsync(lane, At(30));
        Assert.Equal((AttemptTrigger.Scheduled, 2, 1), (next.Trigger, next.Attempts, next.Steps));
    }

    [Fact]
    public async Task Resending_twice_keeps_the_first_due_time_for_later() // R24
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1", At(30));
        await ResendAsync(delivery, At(1));
        Assert.Equal(ResendOutcome.Due, await ResendAsync(delivery, At(2)));

        await RecordAsync(Given.Failed(await ClaimResendAsync(At(2))), At(3));

        Assert.Equal(At(30), (await SummaryAsync(delivery)).DueAt);
    }

    [Fact]
    public async Task A_successful_resend_of_a_pending_delivery_finishes_it() // R24
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1", At(30));
        await ResendAsync(delivery);

        await RecordAsync(Given.Delivered(await ClaimResendAsync()));

        Assert.Equal(DeliveryState.Delivered, await StateAsync(delivery));
        Assert.Empty(await ClaimLaneAsync(lane, At(99)));
    }

    [Fact]
    public async Task A_failed_delivery_is_delivered_by_a_successful_resend() // R24
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", DeliveryState.Failed);
        await ResendAsync(delivery, At(5));

        await RecordAsync(Given.Delivered(await ClaimResendAsync(At(5))), At(6));

        var summary = await SummaryAsync(delivery);
        Assert.Equal((DeliveryState.Delivered, At(6), FailureClass.None, 2, 0), (summary.State, summary.FinishedAt, summary.Failure, summary.Attempts, summary.Retries));
    }

    [Theory] // R24
    [InlineData(DeliveryState.Failed, FailureClass.Timeout)]
    [InlineData(DeliveryState.Cancelled, FailureClass.Timeout)]
    [InlineData(DeliveryState.Delivered, FailureClass.None)]
    public async Task A_failed_resend_leaves_an_ended_delivery_as_it_was_with_its_last_failure(DeliveryState end, FailureClass failure)
    {
        var lane = await SubscribeAsync();
        var delivery = await EndedAsync(lane, "evt_1", end);
        await ResendAsync(delivery, At(5));

        var result = await RecordAsync(Given.Failed(await ClaimResendAsync(At(5))) with { Failure = FailureClass.Timeout }, At(6));

        var summary = await SummaryAsync(delivery);
        Assert.Equal((end, failure, 2, null), (summary.State, summary.Failure, summary.Attempts, summary.DueAt));
        Assert.Equal(new RecordResult(Accepted: true), result);
        Assert.Empty(await ClaimAsync(At(99), 10, new LaneClaim(lane, 10)));
    }

    [Fact]
    public async Task A_resend_that_goes_on_later_stays_a_resend() // R34
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", DeliveryState.Failed);
        await ResendAsync(delivery);

        await RecordAsync(Given.Aborted(await ClaimResendAsync(), At(4)));

        Assert.Empty(await ClaimAsync(At(3), 10));
        Assert.Equal((delivery, AttemptTrigger.Resend), ((await ClaimResendAsync(At(4))).Id, AttemptTrigger.Resend));
    }

    [Fact]
    public async Task A_resend_that_was_released_or_lost_stays_a_resend() // R2, R6
    {
        var lane = await SubscribeAsync();
        await ResendAsync(await PublishAsync(lane, "evt_1", At(600)));
        await ReleaseAsync(await ClaimResendAsync(), At(1));

        var lost = await ClaimResendAsync(At(1));
        var again = await ClaimResendAsync(At(1) + Given.Lease);

        Assert.Equal([AttemptTrigger.Resend, AttemptTrigger.Resend], [lost.Trigger, again.Trigger]);
        await RecordAsync(Given.Failed(again), At(9));
        Assert.Equal(At(600), (await SummaryAsync(again.Id)).DueAt);
    }

    [Fact]
    public async Task A_delivery_being_sent_is_not_resent() // R24
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var claim = await ClaimOneAsync(lane);

        Assert.Equal(ResendOutcome.BeingSent, await ResendAsync(delivery, At(1)));

        Assert.True((await RecordAsync(Given.Delivered(claim))).Accepted);
    }

    [Fact]
    public async Task A_delivery_whose_node_died_is_resent_though_its_lane_is_held() // R2, R24
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var dead = await ClaimOneAsync(lane);
        await SetStateAsync(lane, SubscriptionState.Paused);

        Assert.Equal(ResendOutcome.Due, await ResendAsync(delivery, At(10)));

        Assert.False((await RecordAsync(Given.Delivered(dead), At(10))).Accepted);
        Assert.Equal(delivery, (await ClaimResendAsync(At(10))).Id);
    }

    [Fact]
    public async Task What_was_set_aside_for_its_many_claims_starts_level_when_it_is_resent() // R1
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        for (var death = 0; death < 6; death++)
        {
            await ClaimOneAsync(lane, At(10 * death));
        }

        await RecordAsync(Given.Failed(await ClaimOneAsync(lane, At(60))) with { Attempt = null, CountsStep = false, Failure = FailureClass.WorkerLost }, At(60));
        await ResendAsync(delivery, At(61));

        Assert.Equal((1, 0), (await ClaimResendAsync(At(61)) is var claim ? (claim.Claims, claim.Attempts) : default));
    }

    [Fact]
    public async Task A_delivery_that_is_not_there_is_not_found()
    {
        Assert.Equal(ResendOutcome.NotFound, await ResendAsync(new DeliveryId(4_711)));
        Assert.Equal(ResendOutcome.NotFound, await ResendAsync(default));
    }

    [Theory] // R16
    [InlineData(null, "")]
    [InlineData("", null)]
    [InlineData("x", "X")]
    public async Task Another_tenants_delivery_is_not_found(string? owner, string? other)
    {
        var delivery = await PublishAsync(await SubscribeAsync(), "evt_1", with: row => row with { TenantId = owner });

        Assert.Equal(ResendOutcome.NotFound, await Stores.Deliveries.ResendAsync(delivery, TenantScope.Only(other), Start, Cancellation));
        Assert.Equal(ResendOutcome.Due, await Stores.Deliveries.ResendAsync(delivery, TenantScope.Only(owner), Start, Cancellation));
    }

    [Fact]
    public async Task A_delivery_whose_body_is_purged_is_not_resent() // R17
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await RecordAsync(Given.Failed(await ClaimOneAsync(lane)), At(100));
        await PurgeAsync(At(50), At(0));

        Assert.Equal(ResendOutcome.BodyPurged, await ResendAsync(delivery, At(101)));

        Assert.Equal(DeliveryState.Failed, await StateAsync(delivery));
    }
}
