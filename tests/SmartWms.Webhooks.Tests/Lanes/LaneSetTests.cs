using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Lanes;

/// <summary>R5 and R7 to R11: which lanes a node may take from, and how much.</summary>
public sealed class LaneSetTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(20);

    private readonly FakeClock _clock = new();

    [Fact]
    public void Nothing_is_blocked_before_anything_happened()
    {
        var plan = Set().Plan();

        Assert.Equal(1024, plan.Free);
        Assert.Empty(plan.Blocked);
        Assert.Empty(plan.Probes);
        Assert.Null(plan.NextChange);
    }

    [Fact]
    public void A_claim_gets_what_was_wanted_or_what_the_lane_has_room_for()
    {
        var lanes = Set();
        var one = Grown(lanes, 1);

        Assert.Equal(3, lanes.Reserve(one, 3, Noon));
        Assert.Equal(5, lanes.Reserve(one, 100, Noon));
        Assert.Equal(0, lanes.Reserve(one, 100, Noon));
        Assert.Equal(8, lanes.InFlight);
        Assert.Equal(1016, lanes.Plan().Free);
    }

    [Fact]
    public void A_full_lane_is_blocked_and_one_with_room_is_not()
    {
        var lanes = Set();
        var (full, free) = (Grown(lanes, 1), Grown(lanes, 2));
        lanes.Reserve(full, 8, Noon);
        lanes.Reserve(free, 7, Noon);

        Assert.Equal([full.Id], lanes.Plan().Blocked);
        lanes.Unreserve(full.Id, 1);
        Assert.Empty(lanes.Plan().Blocked);
        Assert.Equal(14, lanes.InFlight);
    }

    [Fact]
    public void All_lanes_together_have_no_more_than_the_nodes_slots()
    {
        var lanes = Set(10);
        var (one, two, three) = (Grown(lanes, 1), Grown(lanes, 2), Grown(lanes, 3));

        Assert.Equal(8, lanes.Reserve(one, 8, Noon));
        Assert.Equal(1, lanes.Reserve(two, 8, Noon));
        Assert.Equal(1, lanes.Reserve(three, 8, Noon));
        Assert.Equal(0, lanes.Plan().Free);
        Assert.False(lanes.TryReserveHandOff(two, Noon));
    }

    [Fact]
    public void Slow_lanes_share_half_of_the_slots_and_the_rest_stays_for_others()
    {
        var lanes = Set(12);
        var (slow, alsoSlow, quick) = (Slow(lanes, 1), Slow(lanes, 2), Grown(lanes, 3));
        lanes.Plan();

        Assert.Equal(5, lanes.Reserve(slow, 5, Noon));
        Assert.Equal(1, lanes.Reserve(alsoSlow, 8, Noon));
        Assert.Equal(0, lanes.Reserve(alsoSlow, 8, Noon));
        var plan = lanes.Plan();
        Assert.Equal([slow.Id, alsoSlow.Id], plan.Blocked.Order());
        Assert.Equal(0, lanes.Reserve(alsoSlow, 8, Noon));
        Assert.Equal(4, lanes.Reserve(quick, 8, Noon));
    }

    [Fact]
    public void What_slow_lanes_have_in_flight_is_counted_anew_at_every_plan()
    {
        var lanes = Set(12);
        var (hanging, slow) = (Grown(lanes, 1), Slow(lanes, 2));
        lanes.Reserve(hanging, 6, Noon);
        for (var request = 0; request < 6; request++)
        {
            lanes.Started(hanging.Id);
        }

        lanes.Plan();
        Assert.Equal(1, lanes.Reserve(slow, 1, Noon));
        lanes.Unreserve(slow.Id, 1);

        _clock.Advance(Seconds(1.1));
        lanes.Plan();
        Assert.Equal(0, lanes.Reserve(slow, 1, Noon));
        lanes.Ended(hanging.Id, Accepted, Seconds(1.1));
        lanes.Plan();
        Assert.Equal(1, lanes.Reserve(slow, 8, Noon));
    }

    [Fact]
    public void A_hundred_receivers_that_hang_from_a_cold_start_take_one_slot_each()
    {
        var lanes = Set();
        var quick = Grown(lanes, 1000);
        Assert.Equal(100, Enumerable.Range(1, 100).Sum(id => HangingFromTheStart(lanes, id)));
        _clock.Advance(Seconds(5));

        Assert.Equal(100, lanes.Plan().Blocked.Count);
        Assert.Equal(0, Enumerable.Range(1, 100).Sum(id => HangingFromTheStart(lanes, id)));
        Assert.Equal(8, lanes.Reserve(quick, 8, Noon));
    }

    [Fact]
    public void On_a_node_with_one_slot_a_slow_lane_is_served_too()
    {
        var lanes = Set(1);
        var lane = Slow(lanes, 1);

        Assert.Empty(lanes.Plan().Blocked);
        Assert.Equal(1, lanes.Reserve(lane, 8, Noon));
    }

    [Fact]
    public void A_hand_off_takes_a_slot_when_nothing_older_may_be_due()
    {
        var lanes = Set();
        var lane = Snapshot();

        Assert.True(lanes.TryReserveHandOff(lane, Noon));
        Assert.Equal(1, lanes.InFlight);
    }

    [Fact]
    public void Once_a_hand_off_was_refused_nothing_overtakes_that_row_until_a_claim_saw_the_lane_empty()
    {
        var lanes = Set();
        var lane = Snapshot();
        Assert.True(lanes.TryReserveHandOff(lane, Noon));
        Assert.False(lanes.TryReserveHandOff(lane, Noon));
        lanes.Started(lane.Id);
        lanes.Ended(lane.Id, Accepted, Quick);
        Assert.False(lanes.TryReserveHandOff(lane, Noon));

        Claim(lanes, lane, wanted: 1, got: 1);
        Assert.False(lanes.TryReserveHandOff(lane, Noon));
        lanes.Dropped(lane.Id, hadStarted: false);
        Claim(lanes, lane, wanted: 2, got: 1);
        Assert.True(lanes.TryReserveHandOff(lane, Noon));
    }

    [Fact]
    public void A_lane_that_waits_takes_nothing_until_the_wait_is_over()
    {
        var lanes = Set();
        var lane = Grown(lanes, 1);
        lanes.Decided(new DeliveryId(1), lane.Id, Noon + Seconds(60), Noon + Seconds(60), Noon);

        var plan = lanes.Plan();
        Assert.Equal([lane.Id], plan.Blocked);
        Assert.Equal(Seconds(60), plan.NextChange);
        Assert.Equal(0, lanes.Reserve(lane, 1, Noon));
        Assert.False(lanes.TryReserveHandOff(lane, Noon));

        _clock.Advance(Seconds(60));
        Assert.Empty(lanes.Plan().Blocked);
        Assert.Equal(1, lanes.Reserve(lane, 1, Noon + Seconds(60)));
    }

    [Fact]
    public void A_rate_limited_lane_is_blocked_until_its_next_request_is_free()
    {
        var lanes = Set();
        Grown(lanes, 1);
        var lane = Snapshot(Stored() with { Rate = new RateLimit(2, Seconds(1)) });

        Assert.Equal(2, lanes.Reserve(lane, 8, Noon));
        var plan = lanes.Plan();
        Assert.Equal([lane.Id], plan.Blocked);
        Assert.Equal(Seconds(0.5), plan.NextChange);
    }

    [Fact]
    public void The_earliest_change_of_all_blocked_lanes_is_the_plans()
    {
        var lanes = Set();
        foreach (var (id, wait) in new[] { (1, 50), (2, 20), (3, 30) })
        {
            lanes.Decided(new DeliveryId(1), Grown(lanes, id).Id, null, Noon + Seconds(wait), Noon);
        }

        Assert.Equal(Seconds(20), lanes.Plan().NextChange);
    }

    [Fact]
    public void A_lane_that_only_a_finished_request_frees_gives_no_time_to_look_again()
    {
        var lanes = Set();
        var lane = Snapshot(Stored() with { Rate = new RateLimit(100, Seconds(1)) });
        lanes.Reserve(lane, 1, Noon);

        var plan = lanes.Plan();
        Assert.Equal([lane.Id], plan.Blocked);
        Assert.Null(plan.NextChange);
    }

    [Fact]
    public void A_probe_that_is_due_or_under_way_gives_no_time_in_the_past()
    {
        var lanes = Set();
        var lane = Open(lanes, 1);
        _clock.Advance(Seconds(30));
        Assert.Null(lanes.Plan().NextChange);

        Assert.True(lanes.ReserveProbe(lane, Noon));
        _clock.Advance(Seconds(5));
        Assert.Null(lanes.Plan().NextChange);
    }

    [Fact]
    public void An_open_lane_takes_nothing_and_is_probed_once_per_open_time()
    {
        var lanes = Set();
        var lane = Open(lanes, 1);
        Assert.True(lanes.IsOpen(lane.Id));
        Assert.Equal(0, lanes.Reserve(lane, 1, Noon));
        Assert.False(lanes.TryReserveHandOff(lane, Noon));
        Assert.Empty(lanes.Plan().Probes);
        Assert.Equal(Seconds(30), lanes.Plan().NextChange);

        _clock.Advance(Seconds(30));
        var plan = lanes.Plan();
        Assert.Equal([new LaneClaim(lane.Id, 1, LanePick.OldestElseLongestDue)], plan.Probes);
        Assert.Equal([lane.Id], plan.Blocked);
    }

    [Fact]
    public void While_open_at_most_one_attempt_is_in_flight()
    {
        var lanes = Set();
        var lane = Open(lanes, 1);
        _clock.Advance(Seconds(30));

        Assert.True(lanes.ReserveProbe(lane, Noon));
        Assert.Equal(1, lanes.InFlight);
        Assert.False(lanes.ReserveProbe(lane, Noon));
        Assert.Empty(lanes.Plan().Probes);
    }

    [Fact]
    public void A_successful_probe_closes_the_lane()
    {
        var lanes = Set();
        var lane = Open(lanes, 1);
        _clock.Advance(Seconds(30));
        lanes.ReserveProbe(lane, Noon);
        lanes.Started(lane.Id);

        Assert.True(lanes.Ended(lane.Id, Accepted, Quick));
        Assert.False(lanes.IsOpen(lane.Id));
        Assert.Equal(0, lanes.InFlight);
        Assert.False(lanes.ReserveProbe(lane, Noon));
        Assert.Empty(lanes.Plan().Blocked);
    }

    [Fact]
    public void An_open_lanes_oldest_delivery_is_probed_when_it_is_due()
    {
        var lanes = Set();
        var lane = Open(lanes, 1);
        lanes.Decided(new DeliveryId(3), lane.Id, Noon + Seconds(8), null, Noon);
        _clock.Advance(Seconds(8));
        Assert.Equal([new LaneClaim(lane.Id, 1, LanePick.Oldest)], lanes.Plan().Probes);

        lanes.Decided(new DeliveryId(3), lane.Id, null, null, Noon);
        Assert.Empty(lanes.Plan().Probes);
        Assert.Equal(Seconds(30), lanes.Plan().NextChange);
    }

    [Fact]
    public void A_probe_waits_while_the_receiver_asked_to_be_left_alone()
    {
        var lanes = Set();
        var lane = Open(lanes, 1);
        lanes.Decided(new DeliveryId(3), lane.Id, null, Noon + Seconds(100), Noon);
        _clock.Advance(Seconds(40));

        Assert.Empty(lanes.Plan().Probes);
        Assert.False(lanes.ReserveProbe(lane, Noon));
        Assert.Equal(Seconds(100), lanes.Plan().NextChange);
    }

    [Fact]
    public void A_probe_needs_a_free_slot_of_the_node()
    {
        var lanes = Set(1);
        var other = Grown(lanes, 2);
        lanes.Plan();
        var lane = Open(lanes, 1);
        _clock.Advance(Seconds(30));
        Assert.Equal(1, lanes.Reserve(other, 8, Noon));
        Assert.False(lanes.ReserveProbe(lane, Noon));
        lanes.Unreserve(other.Id, 1);
        Assert.Single(lanes.Plan().Probes);
        Assert.True(lanes.ReserveProbe(lane, Noon));
    }

    [Fact]
    public void The_probes_of_any_number_of_dead_receivers_stay_in_the_slow_half()
    {
        var lanes = Set(20);
        var quick = Grown(lanes, 1000);
        SubscriptionSnapshot[] dead = [.. Enumerable.Range(1, 100).Select(id => Open(lanes, id))];
        _clock.Advance(Seconds(30));
        Assert.Equal(100, lanes.Plan().Probes.Count);

        Assert.Equal(10, dead.Count(lane => lanes.ReserveProbe(lane, Noon)));
        Assert.True(lanes.IsRoomWanted);
        Assert.Equal(8, lanes.Reserve(quick, 8, Noon));
    }

    [Fact]
    public void A_probe_that_found_nothing_looks_again_one_open_time_later()
    {
        var lanes = Set();
        var lane = Open(lanes, 1);
        _clock.Advance(Seconds(30));
        var probe = Assert.Single(lanes.Plan().Probes);
        lanes.ReserveProbe(lane, Noon);
        lanes.Claimed(probe, 0);
        lanes.Unreserve(lane.Id, 1);
        Assert.Equal(Seconds(60), lanes.Plan().NextChange);

        _clock.Advance(Seconds(30));
        lanes.ReserveProbe(lane, Noon);
        lanes.Claimed(probe, 1);
        lanes.Unreserve(lane.Id, 1);
        Assert.Single(lanes.Plan().Probes);
    }

    [Fact]
    public void An_empty_probe_does_not_say_that_the_lane_is_empty()
    {
        var lanes = Set();
        var lane = Open(lanes, 1);
        Assert.False(lanes.TryReserveHandOff(lane, Noon));
        lanes.Claimed(new LaneClaim(lane.Id, 1, LanePick.Oldest), 0);
        var enabled = Snapshot(Stored() with { EnableEpoch = 1 });

        Assert.False(lanes.TryReserveHandOff(enabled, Noon));
        lanes.Claimed(new LaneClaim(lane.Id, 1), 0);
        Assert.True(lanes.TryReserveHandOff(enabled, Noon));
    }

    [Fact]
    public void Open_lanes_are_listed_with_how_long_they_have_been_open()
    {
        var lanes = Set();
        Grown(lanes, 2);
        Assert.Empty(lanes.OpenLanes());
        var lane = Open(lanes, 1);
        _clock.Advance(TimeSpan.FromHours(3));

        Assert.Equal([(lane.Id, TimeSpan.FromHours(3))], lanes.OpenLanes());
    }

    [Fact]
    public void A_lane_whose_webhook_was_enabled_or_moved_starts_with_one_in_flight_again()
    {
        var lanes = Set();
        Grown(lanes, 1);
        var moved = Snapshot(Stored() with { EnableEpoch = 1 });

        Assert.Equal(1, lanes.Reserve(moved, 8, Noon));
    }

    [Fact]
    public void Requests_to_a_receiver_of_before_say_nothing_about_the_one_of_now()
    {
        var lanes = Set();
        var old = Grown(lanes, 1);
        Assert.Equal(8, lanes.Reserve(old, 8, Noon));
        for (var request = 0; request < 8; request++)
        {
            lanes.Started(old.Id);
        }

        lanes.Follow(new SubscriptionIndex(2, [Snapshot(Stored() with { EnableEpoch = 1 })]), Noon);
        for (var request = 0; request < 8; request++)
        {
            Assert.False(lanes.Ended(old.Id, new AttemptOutcome(FailureClass.Timeout), Seconds(10), epoch: 0));
        }

        Assert.False(lanes.IsOpen(old.Id));
        Assert.Equal(0, lanes.InFlight);
    }

    [Fact]
    public void A_rate_that_probes_have_overdrawn_lets_nothing_through()
    {
        var lanes = Set(16);
        var lane = Snapshot(Stored() with { Rate = new RateLimit(6, TimeSpan.FromMinutes(6)) });
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(1, lanes.Reserve(lane, 1, Noon));
            lanes.Started(lane.Id);
            lanes.Ended(lane.Id, Failed, Quick);
        }

        for (var probe = 0; probe < 10; probe++)
        {
            _clock.Advance(Seconds(31));
            Assert.Single(lanes.Plan().Probes);
            Assert.True(lanes.ReserveProbe(lane, Noon));
            lanes.Started(lane.Id);
            lanes.Ended(lane.Id, probe == 9 ? Accepted : Failed, Quick);
        }

        Assert.False(lanes.IsOpen(lane.Id));
        Assert.False(lanes.TryReserveHandOff(lane, Noon));
        Assert.Equal(0, lanes.Reserve(lane, 8, Noon));
        Assert.Equal(0, lanes.InFlight);
    }

    [Fact]
    public void A_dropped_slot_is_free_for_the_lane_and_the_node()
    {
        var lanes = Set();
        var lane = Snapshot();
        lanes.Reserve(lane, 1, Noon);
        lanes.Dropped(lane.Id, hadStarted: false);

        Assert.Equal(0, lanes.InFlight);
        Assert.Equal(1, lanes.Reserve(lane, 8, Noon));
    }

    [Fact]
    public void A_decision_about_an_unknown_lane_is_ignored()
    {
        var lanes = Set();
        lanes.Decided(new DeliveryId(1), new SubscriptionId(77), Noon, Noon + Seconds(60), Noon);

        Assert.Empty(lanes.Plan().Blocked);
        Assert.False(lanes.IsOpen(new SubscriptionId(77)));
    }

    private LaneSet Set(int maxInFlight = 1024) => new(new LaneOptions { MaxInFlight = maxInFlight }, _clock);

    private static SubscriptionSnapshot Grown(LaneSet lanes, long id)
    {
        var lane = Snapshot(Stored(id));
        Answers(lanes, lane, Quick, 4);
        return lane;
    }

    private static SubscriptionSnapshot Slow(LaneSet lanes, long id)
    {
        var lane = Grown(lanes, id);
        Answers(lanes, lane, Seconds(9), 1);
        return lane;
    }

    private static void Answers(LaneSet lanes, SubscriptionSnapshot lane, TimeSpan latency, int count)
    {
        for (var answer = 0; answer < count; answer++)
        {
            Assert.Equal(1, lanes.Reserve(lane, 1, Noon));
            lanes.Started(lane.Id);
            lanes.Ended(lane.Id, Accepted, latency);
        }
    }

    private static int HangingFromTheStart(LaneSet lanes, long id)
    {
        var lane = Snapshot(Stored(id));
        var count = lanes.Reserve(lane, 8, Noon);
        for (var request = 0; request < count; request++)
        {
            lanes.Started(lane.Id);
        }

        return count;
    }

    private static void Claim(LaneSet lanes, SubscriptionSnapshot lane, int wanted, int got)
    {
        Assert.Equal(wanted, lanes.Reserve(lane, wanted, Noon));
        lanes.Claimed(new LaneClaim(lane.Id, wanted), got);
        lanes.Unreserve(lane.Id, wanted - got);
    }

    private static SubscriptionSnapshot Open(LaneSet lanes, long id)
    {
        lanes.Plan();
        var lane = Snapshot(Stored(id));
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(1, lanes.Reserve(lane, 1, Noon));
            lanes.Started(lane.Id);
            lanes.Ended(lane.Id, Failed, Quick);
        }

        return lane;
    }
}
