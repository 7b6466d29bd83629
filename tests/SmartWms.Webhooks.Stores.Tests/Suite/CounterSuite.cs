using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>What results do to the subscription: its failure counters, the lane's wait, and disabling it.</summary>
public abstract class CounterSuite : StoreSuite
{
    [Fact]
    public async Task The_first_failed_scheduled_attempt_sets_the_first_failure_and_later_ones_keep_it() // R22
    {
        var lane = await LaneWithAsync(2);
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(9)), At(1));
        await RecordAsync(Given.Failed(await ClaimOneAsync(lane)), At(2));

        Assert.Equal(At(1), (await SubscriptionAsync(lane)).FirstFailureAt);
    }

    [Fact]
    public async Task Deliveries_that_end_failed_are_counted_in_a_row() // R26
    {
        var lane = await LaneWithAsync(3);

        var first = await RecordAsync(Given.Failed(await ClaimOneAsync(lane)));
        var retried = await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(9)));
        var second = await RecordAsync(Given.Failed(await ClaimOneAsync(lane)));

        Assert.Equal([1, 0, 2], [first.FailedInARow, retried.FailedInARow, second.FailedInARow]);
        Assert.Equal(2, (await SubscriptionAsync(lane)).FailedInARow);
    }

    [Fact]
    public async Task A_success_clears_the_counters()
    {
        var lane = await LaneWithAsync(2);
        await RecordAsync(Given.Failed(await ClaimOneAsync(lane)));

        var result = await RecordAsync(Given.Delivered(await ClaimOneAsync(lane)));

        var row = await SubscriptionAsync(lane);
        Assert.Equal((null, 0, 0), (row.FirstFailureAt, row.FailedInARow, result.FailedInARow));
    }

    [Theory] // R24
    [InlineData(AttemptTrigger.Resend)]
    [InlineData(AttemptTrigger.Recover)]
    public async Task A_success_that_a_person_asked_for_clears_the_counters_too(AttemptTrigger trigger)
    {
        var (lane, claim) = await AgainAsync(trigger);
        Assert.Equal(1, (await SubscriptionAsync(lane)).FailedInARow);

        await RecordAsync(Given.Delivered(claim));

        var row = await SubscriptionAsync(lane);
        Assert.Equal((null, 0), (row.FirstFailureAt, row.FailedInARow));
    }

    [Theory] // R24: manual attempts never disable
    [InlineData(AttemptTrigger.Resend)]
    [InlineData(AttemptTrigger.Recover)]
    public async Task A_failure_that_a_person_asked_for_counts_nothing(AttemptTrigger trigger)
    {
        var (lane, claim) = await AgainAsync(trigger);
        await ChangeAsync(lane, row => row with { EnableEpoch = row.EnableEpoch + 1 });

        var result = await RecordAsync(Given.Failed(claim));

        var row = await SubscriptionAsync(lane);
        Assert.Equal((null, 0, 0), (row.FirstFailureAt, row.FailedInARow, result.FailedInARow));
    }

    [Fact]
    public async Task An_attempt_that_our_own_stop_cut_is_no_failure_of_the_receiver() // R1, R6
    {
        var lane = await LaneWithAsync(1);

        await RecordAsync(Given.Aborted(await ClaimOneAsync(lane), At(1)));

        Assert.Null((await SubscriptionAsync(lane)).FirstFailureAt);
    }

    [Fact]
    public async Task Counters_of_one_subscription_leave_another_alone()
    {
        var (failing, other) = (await LaneWithAsync(1), await LaneWithAsync(1));
        await RecordAsync(Given.Failed(await ClaimOneAsync(failing)) with { LaneWaitsUntil = At(3) });

        var row = await SubscriptionAsync(other);
        Assert.Equal((null, 0, null), (row.FirstFailureAt, row.FailedInARow, row.WaitUntil));
    }

    [Fact]
    public async Task A_lane_waits_and_a_shorter_wait_does_not_cut_a_longer_one() // R11
    {
        var lane = await LaneWithAsync(3);
        var claims = await ClaimLaneAsync(lane, Start);

        await RecordAsync(Given.Retried(claims[0], At(30)) with { LaneWaitsUntil = At(10) });
        await RecordAsync(Given.Retried(claims[1], At(30)) with { LaneWaitsUntil = At(5) });
        Assert.Equal(At(10), (await SubscriptionAsync(lane)).WaitUntil);

        await RecordAsync(Given.Retried(claims[2], At(30)) with { LaneWaitsUntil = At(20) });
        Assert.Equal(At(20), (await SubscriptionAsync(lane)).WaitUntil);
    }

    [Fact]
    public async Task A_record_disables_its_subscription_with_the_reason_under_a_new_version() // R15, R22
    {
        var lane = await LaneWithAsync(1);
        var before = (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version;
        var claim = await ClaimOneAsync(lane);

        var result = await RecordAsync(Given.Failed(claim) with { Disable = new DisableRequest("Five attempts failed.", claim.EnableEpoch) }, At(7));

        Assert.True(result.DisabledSubscription);
        var row = await SubscriptionAsync(lane);
        Assert.Equal((SubscriptionState.Disabled, "Five attempts failed.", At(7)), (row.State, row.StateReason, row.StateChangedAt));
        var changes = await Stores.Subscriptions.GetChangesAsync(before, Cancellation);
        Assert.Equal((lane, row.Version), (Assert.Single(changes.Changed).Id, changes.Version));
        Assert.True(row.Version > before);
    }

    [Fact]
    public async Task A_disabled_lane_gives_nothing_from_then_on() // R22
    {
        var lane = await LaneWithAsync(2);
        var claim = await ClaimOneAsync(lane);
        await RecordAsync(Given.Failed(claim) with { Disable = new DisableRequest("reason", claim.EnableEpoch) });

        Assert.Empty((await FindAsync(At(1))).Lanes);
        Assert.Empty(await ClaimLaneAsync(lane, At(1)));
    }

    [Fact]
    public async Task Only_the_first_of_two_records_disables() // R22, R26: one alert
    {
        var lane = await LaneWithAsync(2);
        var records = (await ClaimLaneAsync(lane, Start)).Select(claim => Given.Failed(claim) with { Disable = new DisableRequest("reason", claim.EnableEpoch) });

        var results = await Stores.Deliveries.RecordAsync([.. records], Start, Cancellation);

        Assert.Equal([true, false], results.Select(row => row.DisabledSubscription));
    }

    [Fact]
    public async Task A_late_result_from_before_enable_never_disables_again() // R22
    {
        var lane = await LaneWithAsync(1);
        var claim = await ClaimOneAsync(lane);
        await ChangeAsync(lane, row => row with { EnableEpoch = row.EnableEpoch + 1 });

        var result = await RecordAsync(Given.Failed(claim) with { Disable = new DisableRequest("late", claim.EnableEpoch) });

        Assert.Equal((true, false), (result.Accepted, result.DisabledSubscription));
        Assert.Equal(SubscriptionState.Active, (await SubscriptionAsync(lane)).State);
    }

    [Fact]
    public async Task A_paused_subscription_is_not_disabled() // R22: only if it is Active
    {
        var lane = await LaneWithAsync(1);
        var claim = await ClaimOneAsync(lane);
        await SetStateAsync(lane, SubscriptionState.Paused);

        Assert.False((await RecordAsync(Given.Failed(claim) with { Disable = new DisableRequest("late", claim.EnableEpoch) })).DisabledSubscription);
        Assert.Equal(SubscriptionState.Paused, (await SubscriptionAsync(lane)).State);
    }

    [Theory] // R22
    [InlineData(10, true)]
    [InlineData(9.99, false)]
    public async Task Disabling_for_failing_since_asks_for_a_first_failure_at_or_before(double failingSince, bool disables)
    {
        var lane = await LaneWithAsync(2);
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(60)), At(10));
        var claim = await ClaimOneAsync(lane);

        var result = await RecordAsync(Given.Failed(claim) with { Disable = new DisableRequest("reason", claim.EnableEpoch, At(failingSince)) }, At(99));

        Assert.Equal(disables, result.DisabledSubscription);
    }

    [Fact]
    public async Task A_success_in_between_keeps_a_long_failing_subscription_from_being_disabled() // R22
    {
        var lane = await LaneWithAsync(3);
        var claims = await ClaimLaneAsync(lane, Start);
        await RecordAsync(Given.Retried(claims[0], At(999)), At(1));
        await RecordAsync(Given.Delivered(claims[1]), At(50));

        var result = await RecordAsync(Given.Failed(claims[2]) with { Disable = new DisableRequest("reason", claims[2].EnableEpoch, At(20)) }, At(99));

        Assert.False(result.DisabledSubscription);
    }

    [Fact]
    public async Task Test_records_touch_no_subscription() // R24
    {
        var lane = await LaneWithAsync(1);
        await RecordAsync(Given.Failed(await ClaimOneAsync(lane)), At(1));
        var before = await SubscriptionAsync(lane);

        foreach (var end in new[] { DeliveryState.Failed, DeliveryState.Delivered })
        {
            var token = NextToken();
            var source = Given.Event($"evt_test_{end}", new NewDelivery(lane, 0, token, AttemptTrigger.Test));
            var delivery = (await AddAsync(Start, source)).Events.Single().Deliveries.Single();
            var result = await RecordAsync(new DeliveryRecord
            {
                Delivery = delivery,
                LeaseToken = token,
                Subscription = lane,
                Trigger = AttemptTrigger.Test,
                Next = end,
                LaneWaitsUntil = At(99),
                Disable = new DisableRequest("test", 0),
            });
            Assert.Equal(new RecordResult(Accepted: true), result);
        }

        var after = await SubscriptionAsync(lane);
        Assert.Equal((before.Version, before.State, before.WaitUntil), (after.Version, after.State, after.WaitUntil));
        Assert.Equal((At(1), 1), (after.FirstFailureAt, after.FailedInARow));
    }

    private async Task<SubscriptionId> LaneWithAsync(int deliveries)
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, deliveries);
        return lane;
    }

    /// <summary>A failed delivery, claimed again because a person asked.</summary>
    private async Task<(SubscriptionId Lane, ClaimedDelivery Claim)> AgainAsync(AttemptTrigger trigger)
    {
        var lane = await SubscribeAsync();
        var delivery = await EndedAsync(lane, "evt_1", DeliveryState.Failed);
        if (trigger == AttemptTrigger.Resend)
        {
            await ResendAsync(delivery);
            return (lane, await ClaimResendAsync());
        }

        await Stores.Deliveries.RecoverAsync(new RecoverRequest(lane, Start, default, 10), Start, Cancellation);
        return (lane, await ClaimOneAsync(lane));
    }
}
