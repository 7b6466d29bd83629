using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>Claims: exact amounts of named lanes, each row to one claimer.</summary>
public abstract class ClaimingSuite : StoreSuite
{
    [Fact]
    public async Task A_claim_carries_all_that_is_needed_to_send()
    {
        await SubscribeAsync();
        var lane = await SubscribeAsync();
        var subscription = await ChangeAsync(lane, row => row with { EnableEpoch = 3 });
        var source = Given.Event("evt_1", new NewDelivery(lane, 1)) with
        {
            TenantId = "acme",
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            Bodies = [Given.Body("{}", "wms"), Given.Body("""{"n":1}""", "smartwms")],
        };
        var delivery = (await AddAsync(At(1), source)).Events.Single().Deliveries.Single();

        var claim = await ClaimOneAsync(lane, At(2));

        Assert.Equal((delivery, lane, subscription.Version, 3), (claim.Id, claim.Subscription, claim.SubscriptionVersion, claim.EnableEpoch));
        Assert.Equal(("evt_1", "order.shipped", "acme", source.TraceParent), (claim.EventId, claim.EventType, claim.TenantId, claim.TraceParent));
        Assert.Equal("smartwms", claim.Contract);
        Assert.Equal(source.Bodies[1].Bytes, claim.Body);
        Assert.Equal((At(1), At(1)), (claim.DueAt, claim.CreatedAt));
        Assert.Equal((0, 0, 1, AttemptTrigger.Scheduled), (claim.Attempts, claim.Steps, claim.Claims, claim.Trigger));
    }

    [Fact]
    public async Task Each_lane_gives_at_most_its_own_amount() // R4, R8
    {
        var (first, second, third) = (await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync());
        await PublishManyAsync(first, 10);
        await PublishManyAsync(second, 10);
        await PublishManyAsync(third, 2);

        var claimed = await ClaimAsync(Start, 0, new LaneClaim(first, 3), new LaneClaim(second, 1), new LaneClaim(third, 5));

        Assert.Equal([(first, 3), (second, 1), (third, 2)], claimed.GroupBy(row => row.Subscription).Select(lane => (lane.Key, lane.Count())).Order());
    }

    [Fact]
    public async Task A_lane_that_is_not_named_gives_nothing() // R8
    {
        var (first, second) = (await SubscribeAsync(), await SubscribeAsync());
        await PublishAsync(first, "evt_1");

        Assert.Empty(await ClaimLaneAsync(second, Start));
        Assert.Empty(await ClaimAsync(Start, 10));
    }

    [Fact]
    public async Task Those_due_longest_are_claimed_first()
    {
        var lane = await SubscribeAsync();
        var late = await PublishAsync(lane, "evt_1", At(3));
        var early = await PublishAsync(lane, "evt_2", At(1));
        var middle = await PublishAsync(lane, "evt_3", At(2));

        Assert.Equal([early, middle], (await ClaimLaneAsync(lane, At(9), 2)).Select(row => row.Id).Order());
        Assert.Equal(late, (await ClaimOneAsync(lane, At(9))).Id);
    }

    [Fact]
    public async Task Rescheduled_deliveries_are_claimed_in_the_order_of_their_new_due_times()
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 50);
        foreach (var claim in await ClaimLaneAsync(lane, Start))
        {
            await RecordAsync(Given.Retried(claim, At(1 + (claim.Id.Value * 7 % 50))));
        }

        List<DateTimeOffset> due = [];
        for (var index = 0; index < 50; index++)
        {
            due.Add((await ClaimOneAsync(lane, At(60))).DueAt);
        }

        Assert.Equal(due.Order(), due);
    }

    [Fact]
    public async Task What_is_not_due_yet_is_not_claimed()
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1", At(5));

        Assert.Empty(await ClaimLaneAsync(lane, At(4.99)));
        Assert.Single(await ClaimLaneAsync(lane, At(5)));
    }

    [Fact]
    public async Task The_low_watermark_hides_nothing_that_is_due_after_it() // R8, R13
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1", At(2));

        Assert.Equal(delivery, Assert.Single(await ClaimAsync(At(5), 0, new LaneClaim(lane, 5, NotBefore: At(2)))).Id);
    }

    [Theory] // R7, R23
    [InlineData(SubscriptionState.Paused)]
    [InlineData(SubscriptionState.Disabled)]
    [InlineData(SubscriptionState.Deleted)]
    public async Task A_lane_that_is_not_active_gives_nothing(SubscriptionState state)
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        await SetStateAsync(lane, state);

        Assert.Empty(await ClaimLaneAsync(lane, At(1)));
    }

    [Fact]
    public async Task A_waiting_lane_gives_nothing_until_its_wait_is_over() // R11
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 2);
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(30)) with { LaneWaitsUntil = At(10) });

        Assert.Empty(await ClaimLaneAsync(lane, At(9.99)));
        Assert.Single(await ClaimLaneAsync(lane, At(10)));
    }

    [Fact]
    public async Task A_lane_without_a_subscription_gives_nothing()
    {
        var nowhere = new SubscriptionId(4_711);
        await PublishAsync(nowhere, "evt_1");

        Assert.Empty((await FindAsync(At(1))).Lanes);
        Assert.Empty(await ClaimLaneAsync(nowhere, At(1)));
    }

    [Fact]
    public async Task While_sending_the_due_time_is_the_end_of_the_lease() // R2
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await ClaimOneAsync(lane, At(1));

        var summary = await SummaryAsync(delivery);

        Assert.Equal((DeliveryState.Sending, At(1) + Given.Lease), (summary.State, summary.DueAt));
        Assert.Empty(await ClaimLaneAsync(lane, At(1) + Given.Lease - TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public async Task A_lost_lease_is_claimed_again_under_another_token_and_spends_no_step() // R1, R2
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        var first = await ClaimOneAsync(lane);

        var second = await ClaimOneAsync(lane, Start + Given.Lease);

        Assert.Equal(first.Id, second.Id);
        Assert.NotEqual(first.LeaseToken, second.LeaseToken);
        Assert.Equal((0, 0, 2), (second.Attempts, second.Steps, second.Claims));
        Assert.Equal(Start + Given.Lease, second.DueAt);
    }

    [Fact]
    public async Task A_claim_shows_the_version_and_epoch_of_its_own_moment() // R15, R22
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 2);
        var before = await ClaimOneAsync(lane);

        var changed = await ChangeAsync(lane, row => row with { Name = "other", EnableEpoch = 1 });
        var after = await ClaimOneAsync(lane);

        Assert.True(before.SubscriptionVersion < changed.Version);
        Assert.Equal((changed.Version, 1), (after.SubscriptionVersion, after.EnableEpoch));
    }

    [Fact]
    public async Task Eight_claimers_at_once_get_every_delivery_exactly_once()
    {
        var lanes = new[] { await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync() };
        foreach (var lane in lanes)
        {
            await PublishManyAsync(lane, lane == lanes[0] ? 334 : 333);
        }

        await using var second = await Stores.SecondNodeAsync();
        StoreHarness[] nodes = [Stores, second];

        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(() => DrainAsync(nodes[index % 2], lanes))));

        var ids = claimed.SelectMany(rows => rows).ToArray();
        Assert.Equal(1_000, ids.Length);
        Assert.Equal(1_000, ids.Distinct().Count());
    }

    private async Task<List<DeliveryId>> DrainAsync(StoreHarness node, SubscriptionId[] lanes)
    {
        List<DeliveryId> mine = [];
        while (true)
        {
            var wanted = lanes.Select(lane => new LaneClaim(lane, 3)).ToArray();
            var claimed = (await node.Deliveries.ClaimAsync(new Claim(wanted, 0, NextToken(), Start, Given.Lease), Cancellation)).Deliveries;
            if (claimed.Count == 0)
            {
                return mine;
            }

            mine.AddRange(claimed.Select(row => row.Id));
        }
    }
}
