using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Lanes;

/// <summary>R9: receivers that hang before anybody can know it leave slots to the others.</summary>
public sealed class FairSharesTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(20);

    [Theory]
    [InlineData(1024, 0, 819)]
    [InlineData(10, 0, 8)]
    [InlineData(10, 8, 6)]
    [InlineData(2, 8, 0)]
    [InlineData(2, 9, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(-3, 0, 0)]
    public void One_may_have_four_times_what_it_leaves_free_and_whoever_has_nothing_may_have_one(int free, int mine, int more) =>
        Assert.Equal(more, FairShare.Of(free, mine, 4));

    [Fact]
    public void Four_quick_webhooks_of_256_in_flight_that_all_hang_at_once_leave_room_for_others()
    {
        var lanes = Set();
        SubscriptionSnapshot[] greedy = [.. Enumerable.Range(1, 4).Select(id => Quickly(lanes, Stored(id), 10, maxInFlight: 256))];
        var other = Quickly(lanes, Stored(9), 4);
        foreach (var lane in greedy)
        {
            lanes.Reserve(lane, 256, Noon);
        }

        Assert.InRange(lanes.Plan().Free, 50, 60);      // the last one left a fifth of what it found
        Assert.Equal(8, lanes.Reserve(other, 8, Noon));
    }

    [Fact]
    public void A_thousand_webhooks_that_hang_from_their_first_request_on_take_half_of_the_node()
    {
        var lanes = Set();
        var quick = Quickly(lanes, Stored(5000), 4);
        lanes.Plan();

        Assert.Equal(512, Enumerable.Range(1, 1100).Sum(id => lanes.Reserve(Snapshot(Stored(id)), 8, Noon)));

        Assert.Equal(8, lanes.Reserve(quick, 8, Noon));
        Assert.Equal(1100, lanes.Plan().Blocked.Count(id => id.Value <= 1100));
        Assert.True(lanes.IsRoomWanted);
    }

    [Fact]
    public void A_lane_without_room_is_left_out_of_looks_until_there_is_some()
    {
        var lanes = Set(2);
        var (hanging, waiting) = (Snapshot(Stored(1)), Snapshot(Stored(2)));
        Assert.Equal(1, lanes.Reserve(hanging, 1, Noon));
        Assert.Equal(0, lanes.Reserve(waiting, 1, Noon));
        Assert.Equal([hanging.Id, waiting.Id], lanes.Plan().Blocked.Order());

        lanes.Dropped(hanging.Id, hadStarted: false);
        Assert.Empty(lanes.Plan().Blocked);
        Assert.Equal(1, lanes.Reserve(hanging, 1, Noon));
        Assert.Equal([hanging.Id], lanes.Plan().Blocked);
    }

    [Fact]
    public void The_webhooks_of_one_tenant_leave_a_fifth_of_the_node_to_the_others()
    {
        var lanes = Set();
        for (var id = 1; id <= 200; id++)
        {
            Quickly(lanes, Of("acme", id), 4);
        }

        var taken = Enumerable.Range(1, 200).Sum(id => lanes.Reserve(Snapshot(Of("acme", id)), 8, Noon));

        Assert.InRange(taken, 800, 819);
        Assert.True(lanes.Plan().Free >= 204);
        Assert.Equal(8, lanes.Reserve(Quickly(lanes, Of("globex", 900), 4), 8, Noon));
    }

    [Fact]
    public void New_webhooks_of_one_tenant_that_hang_leave_a_fifth_of_the_slow_half_to_the_new_ones_of_another()
    {
        var lanes = Set();
        lanes.Plan();

        Assert.InRange(Enumerable.Range(1, 1100).Sum(id => lanes.Reserve(Snapshot(Of("acme", id)), 8, Noon)), 400, 410);

        Assert.Equal(1, lanes.Reserve(Snapshot(Of("globex", 5000)), 8, Noon));
        lanes.Plan();
        Assert.Equal(1, lanes.Reserve(Snapshot(Of("globex", 5001)), 8, Noon));
        Assert.Equal(0, lanes.Reserve(Snapshot(Of("acme", 1101)), 8, Noon));
    }

    [Fact]
    public void What_a_tenant_gives_back_it_may_take_again()
    {
        var lanes = Set(1);
        var lane = Snapshot(Of("acme", 1));
        for (var turn = 0; turn < 3; turn++)
        {
            Assert.Equal(1, lanes.Reserve(lane, 8, Noon));
            Assert.Equal(0, lanes.Reserve(lane, 8, Noon));
            lanes.Unreserve(lane.Id, 1);
            lanes.Plan();
            Assert.Equal(1, lanes.Reserve(lane, 8, Noon));
            lanes.Dropped(lane.Id, hadStarted: false);
            lanes.Plan();
            Assert.Equal(1, lanes.Reserve(lane, 8, Noon));
            lanes.Started(lane.Id);
            lanes.Ended(lane.Id, Accepted, Quick);
            lanes.Plan();
        }

        Assert.Equal(1, lanes.Reserve(Snapshot(Of("acme", 2)), 8, Noon));
    }

    [Fact]
    public void A_lane_that_only_leaves_the_others_their_share_wants_room()
    {
        var lanes = Set(4);
        var lane = Quickly(lanes, Stored(1), 4);
        Assert.Equal(3, lanes.Reserve(lane, 3, Noon));

        Assert.Equal([lane.Id], lanes.Plan().Blocked);
        Assert.True(lanes.IsRoomWanted);
    }

    private static StoredSubscription Of(string tenant, long id) => Stored(id) with { TenantId = tenant };

    /// <summary>A lane whose receiver has answered quickly so often.</summary>
    private static SubscriptionSnapshot Quickly(LaneSet lanes, StoredSubscription stored, int answers, int maxInFlight = 8)
    {
        var lane = Snapshot(stored, maxInFlight: maxInFlight);
        for (var answer = 0; answer < answers; answer++)
        {
            Assert.Equal(1, lanes.Reserve(lane, 1, Noon));
            lanes.Started(lane.Id);
            lanes.Ended(lane.Id, Accepted, Quick);
        }

        return lane;
    }

    private static LaneSet Set(int maxInFlight = 1024) => new(new LaneOptions { MaxInFlight = maxInFlight }, new FakeClock());
}
