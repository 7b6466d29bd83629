using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Lanes;

/// <summary>R7: a freed slot is worth a look into the store exactly when work may have been left there for want of one.</summary>
public sealed class RoomWantedTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void A_node_that_keeps_up_wants_no_room()
    {
        var lanes = Set();
        lanes.Plan();

        Assert.Equal(1, lanes.Reserve(Snapshot(Stored(1)), 1, Noon));
        Assert.False(lanes.IsRoomWanted);
    }

    [Fact]
    public void A_claim_that_got_less_than_it_wanted_wants_room_until_a_look_finds_every_lane_free()
    {
        var lanes = Set();
        var lane = Snapshot(Stored(1));

        Assert.Equal(1, lanes.Reserve(lane, 5, Noon));
        Assert.True(lanes.IsRoomWanted);
        lanes.Unreserve(lane.Id, 1);
        lanes.Plan();
        Assert.False(lanes.IsRoomWanted);
    }

    [Fact]
    public void A_full_lane_wants_room()
    {
        var lanes = Set();
        lanes.Reserve(Snapshot(Stored(1)), 1, Noon);
        lanes.Plan();

        Assert.True(lanes.IsRoomWanted);
    }

    [Fact]
    public void A_full_node_wants_room()
    {
        var lanes = Set(maxInFlight: 1);
        Assert.Equal(1, lanes.ReserveResends(1));
        lanes.Plan();

        Assert.True(lanes.IsRoomWanted);
    }

    [Fact]
    public void Resends_that_did_not_all_get_a_slot_want_room()
    {
        var lanes = Set(maxInFlight: 1);

        Assert.Equal(1, lanes.ReserveResends(2));
        Assert.True(lanes.IsRoomWanted);
    }

    [Fact]
    public void A_lane_behind_an_open_circuit_wants_none_until_its_probe_has_ended()
    {
        var lanes = Set();
        var dead = Snapshot(Stored(1));
        Open(lanes, dead);
        lanes.Plan();
        Assert.False(lanes.IsRoomWanted);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(lanes.ReserveProbe(dead, Noon));
        lanes.Plan();
        Assert.False(lanes.IsRoomWanted);

        lanes.Ended(dead.Id, new AttemptOutcome(FailureClass.Timeout), TimeSpan.Zero);
        Assert.True(lanes.IsRoomWanted);
    }

    [Fact]
    public void A_lane_that_was_asked_to_wait_wants_none()
    {
        var lanes = Set();
        var lane = Snapshot(Stored(1));
        lanes.Reserve(lane, 1, Noon);
        lanes.Ended(lane.Id, new AttemptOutcome(FailureClass.TooManyRequests, 429), TimeSpan.Zero, wait: TimeSpan.FromMinutes(5));
        Assert.Equal([lane.Id], lanes.Plan().HeldBack);
        Assert.False(lanes.IsRoomWanted);

        Assert.Equal(0, lanes.Reserve(lane, 5, Noon));
        Assert.False(lanes.IsRoomWanted);
    }

    /// <summary>Failures until the circuit opens.</summary>
    private static void Open(LaneSet lanes, SubscriptionSnapshot lane)
    {
        for (var attempt = 0; attempt < 100 && !lanes.IsOpen(lane.Id); attempt++)
        {
            lanes.Reserve(lane, 1, Noon);
            lanes.Ended(lane.Id, new AttemptOutcome(FailureClass.Timeout), TimeSpan.Zero);
        }

        Assert.True(lanes.IsOpen(lane.Id));
    }

    private LaneSet Set(int maxInFlight = 1024) => new(new LaneOptions { MaxInFlight = maxInFlight }, _clock);
}
