using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>Finding lanes with work due, and how much there is.</summary>
public abstract class LaneSuite : StoreSuite
{
    [Fact]
    public async Task A_lane_is_found_from_the_moment_a_delivery_is_due()
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1", At(5));

        Assert.Empty((await FindAsync(At(4.99))).Lanes);
        Assert.Equal([lane], (await FindAsync(At(5))).Lanes);
    }

    [Fact]
    public async Task A_lane_is_found_once_however_much_it_has_due()
    {
        var (first, second) = (await SubscribeAsync(), await SubscribeAsync());
        await PublishManyAsync(first, 20);
        await PublishManyAsync(second, 3);

        Assert.Equal([first, second], (await FindAsync(Start)).Lanes.Order());
    }

    [Fact]
    public async Task A_late_publish_is_found_by_the_next_call_behind_any_backlog_of_another_lane() // R7
    {
        var (dead, healthy) = (await SubscribeAsync(), await SubscribeAsync());
        await PublishManyAsync(dead, 1_000, At(-60));

        await PublishAsync(healthy, "evt_late", At(-1));

        Assert.Contains(healthy, (await FindAsync(Start)).Lanes);
        Assert.Equal([healthy], (await FindAsync(Start, limit: 1, blocked: dead)).Lanes);
    }

    [Theory] // R7, R23
    [InlineData(SubscriptionState.Paused)]
    [InlineData(SubscriptionState.Disabled)]
    [InlineData(SubscriptionState.Deleted)]
    public async Task A_lane_that_is_not_active_is_not_found(SubscriptionState state)
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        await SetStateAsync(lane, state);

        Assert.Empty((await FindAsync(At(1))).Lanes);
    }

    [Fact]
    public async Task A_resumed_lane_is_found_again_with_all_it_held() // R23
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_before");
        await SetStateAsync(lane, SubscriptionState.Paused);
        await PublishAsync(lane, "evt_meanwhile");
        await SetStateAsync(lane, SubscriptionState.Active);

        Assert.Equal([lane], (await FindAsync(At(1))).Lanes);
        Assert.Equal(2, (await ClaimLaneAsync(lane, At(1))).Count);
    }

    [Fact]
    public async Task A_waiting_lane_is_found_when_its_wait_is_over_and_not_before() // R11
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 2);
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(1)) with { LaneWaitsUntil = At(10) });

        Assert.Empty((await FindAsync(At(9.99))).Lanes);
        Assert.Equal([lane], (await FindAsync(At(10))).Lanes);
    }

    [Fact]
    public async Task Blocked_lanes_do_not_use_up_the_limit() // R7
    {
        var lanes = await LanesWithWorkAsync(6);

        var found = await FindAsync(Start, 0, 2, lanes[..4]);

        Assert.Equal(lanes[4..], found.Lanes.Order());
    }

    [Fact]
    public async Task Full_lanes_with_nothing_due_do_not_use_up_the_limit()
    {
        var idle = new[] { await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync() };
        foreach (var lane in idle)
        {
            await PublishAsync(lane, $"evt_{lane}", At(60));
        }

        var busy = Assert.Single(await LanesWithWorkAsync(1));

        Assert.Equal([busy], (await FindAsync(Start, limit: 1)).Lanes);
    }

    [Fact]
    public async Task The_cursor_goes_round_all_lanes() // R7
    {
        var lanes = await LanesWithWorkAsync(5);
        List<SubscriptionId> seen = [];
        var cursor = 0L;
        for (var call = 0; call < 5; call++)
        {
            var found = await FindAsync(Start, cursor, 2);
            Assert.Equal(2, found.Lanes.Distinct().Count());
            seen.AddRange(found.Lanes);
            cursor = found.Cursor.Value;
        }

        Assert.All(lanes, lane => Assert.Equal(2, seen.Count(one => one == lane)));
    }

    [Fact]
    public async Task Lanes_after_the_cursor_come_first_then_those_from_the_start() // R7
    {
        var lanes = await LanesWithWorkAsync(3);

        Assert.Equal([lanes[1], lanes[2]], (await FindAsync(Start, lanes[0].Value, 2)).Lanes.Order());
        Assert.Equal([lanes[0], lanes[2]], (await FindAsync(Start, lanes[1].Value, 2)).Lanes.Order());
        Assert.Equal(lanes, (await FindAsync(Start, lanes[2].Value, 3)).Lanes.Order());
    }

    [Fact]
    public async Task A_lane_whose_due_deliveries_are_all_being_sent_is_not_found()
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        await ClaimOneAsync(lane);

        Assert.Empty((await FindAsync(At(1))).Lanes);
    }

    [Fact]
    public async Task A_lane_with_a_lost_lease_is_found() // R2
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        await ClaimOneAsync(lane);

        Assert.Equal([lane], (await FindAsync(Start + Given.Lease)).Lanes);
    }

    [Fact]
    public async Task Resends_and_tests_are_not_work_of_a_lane() // R24
    {
        var lane = await SubscribeAsync();
        var delivery = await EndedAsync(lane, "evt_1", Deliveries.DeliveryState.Failed);
        await ResendAsync(delivery);
        await AddAsync(Start, Given.Event("evt_test", new Deliveries.NewDelivery(lane, 0, NextToken(), Deliveries.AttemptTrigger.Test)));

        Assert.Empty((await FindAsync(At(10))).Lanes);
        Assert.Empty(await ClaimLaneAsync(lane, At(10)));
    }

    [Fact]
    public async Task The_hint_of_the_next_due_time_is_never_too_late()
    {
        var lane = await SubscribeAsync();
        Assert.Null((await FindAsync(Start)).NextDue);
        await PublishAsync(lane, "evt_1", At(7));

        var hint = (await FindAsync(Start)).NextDue;

        Assert.True(hint is null || (hint > Start && hint <= At(7)), $"{hint}");
    }

    [Fact]
    public async Task The_backlog_counts_what_is_due_in_active_lanes_and_names_the_longest_due()
    {
        var (active, paused) = (await SubscribeAsync(), await SubscribeAsync());
        await PublishManyAsync(active, 3, At(2));
        await PublishAsync(active, "evt_first", At(1));
        await PublishAsync(active, "evt_later", At(9));
        await PublishManyAsync(paused, 5);
        await SetStateAsync(paused, SubscriptionState.Paused);

        var backlog = await Stores.Deliveries.GetBacklogAsync(At(3), Cancellation);

        Assert.Equal((4, At(1)), (backlog.Due, backlog.OldestDueAt));
    }

    [Fact]
    public async Task The_backlog_leaves_out_what_is_being_sent_and_what_has_ended()
    {
        var lane = await SubscribeAsync();
        await EndedAsync(lane, "evt_1", Deliveries.DeliveryState.Delivered);
        await PublishAsync(lane, "evt_2");
        await ClaimOneAsync(lane);

        var backlog = await Stores.Deliveries.GetBacklogAsync(At(1), Cancellation);

        Assert.Equal((0, null), (backlog.Due, backlog.OldestDueAt));
    }

    private async Task<SubscriptionId[]> LanesWithWorkAsync(int count)
    {
        var lanes = new SubscriptionId[count];
        for (var index = 0; index < count; index++)
        {
            lanes[index] = await SubscribeAsync();
            await PublishManyAsync(lanes[index], 2);
        }

        return lanes;
    }
}
