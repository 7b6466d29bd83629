using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>Recover: failed deliveries of one subscription since a time, through its lane.</summary>
public abstract class RecoverSuite : StoreSuite
{
    [Fact]
    public async Task Failed_deliveries_are_due_through_their_lane_as_recoveries() // R24
    {
        var (lane, failed) = await FailedAsync(2);

        var result = await RecoverAsync(lane, At(9));

        Assert.Equal((2, failed[1], false), (result.Count, result.Last, result.HasMore));
        Assert.Empty(await ClaimAsync(At(9), 10));
        var claims = await ClaimLaneAsync(lane, At(9));
        Assert.Equal(failed, claims.Select(row => row.Id).Order());
        Assert.All(claims, claim => Assert.Equal((AttemptTrigger.Recover, At(9)), (claim.Trigger, claim.DueAt)));
    }

    [Fact]
    public async Task Recoveries_are_held_with_their_lane() // R24: inside cap, rate and circuit
    {
        var (lane, failed) = await FailedAsync(1);
        await RecoverAsync(lane, At(1));
        await SetStateAsync(lane, SubscriptionState.Paused);

        Assert.Empty(await ClaimAsync(At(2), 10, new LaneClaim(lane, 10)));
        Assert.True((await SummaryAsync(failed[0])).IsHeld);
    }

    [Fact]
    public async Task Batches_go_oldest_first_and_on_after_the_last() // R24
    {
        var (lane, failed) = await FailedAsync(5);
        List<int> counts = [];
        var (last, hasMore) = (default(DeliveryId), true);
        while (hasMore)
        {
            var batch = await Stores.Deliveries.RecoverAsync(new RecoverRequest(lane, Start, last, 2), At(1), Cancellation);
            counts.Add(batch.Count);
            Assert.True(batch.Last > last);
            (last, hasMore) = (batch.Last, batch.HasMore);
            Assert.Equal(failed.Take(counts.Sum()), (await PendingAsync(lane)).Order());
        }

        Assert.Equal([2, 2, 1], counts);
    }

    [Fact]
    public async Task A_full_last_batch_says_that_nothing_more_follows_or_is_followed_by_an_empty_one()
    {
        var (lane, _) = await FailedAsync(2);

        var batch = await Stores.Deliveries.RecoverAsync(new RecoverRequest(lane, Start, default, 2), At(1), Cancellation);
        var next = await Stores.Deliveries.RecoverAsync(new RecoverRequest(lane, Start, batch.Last, 2), At(1), Cancellation);

        Assert.Equal((2, 0, false), (batch.Count, next.Count, next.HasMore));
    }

    [Fact]
    public async Task Only_failed_deliveries_of_this_subscription_added_since_are_recovered()
    {
        var (lane, other) = (await SubscribeAsync(), await SubscribeAsync());
        await EndedAsync(lane, "evt_early", DeliveryState.Failed, At(1));
        var wanted = await EndedAsync(lane, "evt_exact", DeliveryState.Failed, At(2));
        await EndedAsync(lane, "evt_delivered", DeliveryState.Delivered, At(3));
        await EndedAsync(lane, "evt_cancelled", DeliveryState.Cancelled, At(3));
        await EndedAsync(other, "evt_other", DeliveryState.Failed, At(3));

        var result = await Stores.Deliveries.RecoverAsync(new RecoverRequest(lane, At(2), default, 10), At(9), Cancellation);

        Assert.Equal(1, result.Count);
        Assert.Equal([wanted], await PendingAsync(lane));
        Assert.Empty(await PendingAsync(other));
    }

    [Fact]
    public async Task Failed_tests_are_not_recovered() // R24: one attempt, no retry
    {
        var lane = await SubscribeAsync();
        var token = NextToken();
        var source = Given.Event("evt_test", new NewDelivery(lane, 0, token, AttemptTrigger.Test));
        var test = (await AddAsync(Start, source)).Events.Single().Deliveries.Single();
        await RecordAsync(new DeliveryRecord
        {
            Delivery = test,
            LeaseToken = token,
            Subscription = lane,
            Trigger = AttemptTrigger.Test,
            Next = DeliveryState.Failed,
        });

        Assert.Equal(0, (await RecoverAsync(lane, At(1))).Count);
        Assert.Equal(DeliveryState.Failed, await StateAsync(test));
    }

    [Fact]
    public async Task Those_whose_body_is_purged_are_left_out() // R17
    {
        var lane = await SubscribeAsync();
        var old = await PublishAsync(lane, "evt_old");
        await RecordAsync(Given.Failed(await ClaimOneAsync(lane)), At(100));
        await PurgeAsync(At(50), At(0));
        var young = await EndedAsync(lane, "evt_young", DeliveryState.Failed, At(100));

        var result = await RecoverAsync(lane, At(101));

        Assert.Equal((1, young, false), (result.Count, result.Last, result.HasMore));
        Assert.Equal(DeliveryState.Failed, await StateAsync(old));
    }

    [Fact]
    public async Task A_recovery_that_fails_is_failed_again_and_one_that_succeeds_is_delivered() // R24
    {
        var (lane, failed) = await FailedAsync(2);
        await RecoverAsync(lane, At(1));
        var claims = (await ClaimLaneAsync(lane, At(1))).OrderBy(row => row.Id).ToArray();

        var failing = await RecordAsync(Given.Failed(claims[0]) with { Failure = FailureClass.Timeout }, At(2));
        await RecordAsync(Given.Delivered(claims[1]), At(2));

        Assert.Equal(0, failing.FailedInARow);
        Assert.Equal((DeliveryState.Failed, FailureClass.Timeout), (await StateAsync(failed[0]), (await SummaryAsync(failed[0])).Failure));
        Assert.Equal(DeliveryState.Delivered, await StateAsync(failed[1]));
        Assert.Equal(1, (await RecoverAsync(lane, At(3))).Count);
    }

    [Fact]
    public async Task A_recovery_that_goes_on_later_stays_one()
    {
        var (lane, _) = await FailedAsync(1);
        await RecoverAsync(lane, At(1));

        await RecordAsync(Given.Aborted(await ClaimOneAsync(lane, At(1)), At(4)), At(1));

        Assert.Empty(await ClaimLaneAsync(lane, At(3)));
        Assert.Equal(AttemptTrigger.Recover, (await ClaimOneAsync(lane, At(4))).Trigger);
    }

    [Fact]
    public async Task A_resend_of_a_recovery_held_by_its_lane_is_due_now() // R24
    {
        var (lane, failed) = await FailedAsync(1);
        await RecoverAsync(lane, At(1));
        await SetStateAsync(lane, SubscriptionState.Paused);
        await ResendAsync(failed[0], At(2));

        await RecordAsync(Given.Failed(await ClaimResendAsync(At(2))), At(2));

        Assert.Equal(DeliveryState.Failed, await StateAsync(failed[0]));
    }

    [Fact]
    public async Task Nothing_to_recover_is_nothing_more()
    {
        var lane = await SubscribeAsync();

        Assert.Equal((0, false), (await RecoverAsync(lane, Start) is var result ? (result.Count, result.HasMore) : default));
    }

    private Task<RecoverResult> RecoverAsync(SubscriptionId lane, DateTimeOffset now) =>
        Stores.Deliveries.RecoverAsync(new RecoverRequest(lane, Start, default, 100), now, Cancellation);

    private async Task<IEnumerable<DeliveryId>> PendingAsync(SubscriptionId lane) =>
        (await ListAsync(new DeliveryQuery { Subscription = lane, States = [DeliveryState.Pending] })).Select(row => row.Id);

    private async Task<(SubscriptionId Lane, DeliveryId[] Failed)> FailedAsync(int count)
    {
        var lane = await SubscribeAsync();
        var ids = await PublishManyAsync(lane, count);
        foreach (var claim in await ClaimLaneAsync(lane, Start))
        {
            await RecordAsync(Given.Failed(claim));
        }

        return (lane, ids);
    }
}
