using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Lanes;

/// <summary>R9 to R12, for one lane by itself.</summary>
public sealed class LaneTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(20);

    private readonly FakeClock _clock = new();

    private TimeSpan Tick => _clock.GetElapsedTime(0);

    [Fact]
    public void A_lane_without_a_measured_answer_has_one_in_flight()
    {
        var lane = Follow(Snapshot());

        Assert.Equal(1, lane.Room(Tick));
        Start(lane);
        Assert.Equal(0, lane.Room(Tick));
    }

    [Fact]
    public void Each_answer_doubles_what_may_be_in_flight_up_to_the_cap()
    {
        var lane = Follow(Snapshot(maxInFlight: 7));
        int[] rooms = [.. Enumerable.Range(0, 5).Select(_ => OneAnswer(lane, Quick))];

        Assert.Equal([2, 4, 7, 7, 7], rooms);
    }

    [Fact]
    public void A_smaller_cap_holds_at_once()
    {
        var lane = Grown(8);
        lane.Follow(Snapshot(maxInFlight: 3), Tick, Noon);

        Assert.Equal(3, lane.Cap);
        Assert.Equal(3, lane.Room(Tick));
        lane.Reserve(3);
        lane.Follow(Snapshot(maxInFlight: 2), Tick, Noon);
        Assert.Equal(0, lane.Room(Tick));
    }

    [Fact]
    public void A_slow_answer_doubles_it_too_and_none_does_not()
    {
        var lane = Follow(Snapshot());
        Start(lane);
        lane.Ended(new AttemptOutcome(FailureClass.Timeout), Seconds(10), Tick);

        Assert.Equal(1, lane.Room(Tick));
        Assert.Equal(2, OneAnswer(lane, Seconds(9)));
    }

    [Fact]
    public void Slots_are_reserved_given_back_and_dropped()
    {
        var lane = Grown(8);
        lane.Reserve(5);
        Assert.Equal((5, 3), (lane.InFlight, lane.Room(Tick)));
        lane.Unreserve(2);
        Assert.Equal((3, 5), (lane.InFlight, lane.Room(Tick)));
        lane.Dropped(hadStarted: false);
        Assert.Equal((2, 6), (lane.InFlight, lane.Room(Tick)));
    }

    [Theory]
    [InlineData(1.0, false)]
    [InlineData(1.001, true)]
    public void Answers_of_more_than_a_second_make_a_lane_slow(double seconds, bool slow)
    {
        var lane = Follow(Snapshot());
        OneAnswer(lane, Seconds(seconds));

        Assert.Equal(slow, lane.IsSlow(Tick));
    }

    [Fact]
    public void Recent_answers_count_for_more()
    {
        var lane = Follow(Snapshot());
        OneAnswer(lane, Seconds(0.5));
        OneAnswer(lane, Seconds(2));        // 0.3 * 2 + 0.7 * 0.5 = 0.95
        Assert.False(lane.IsSlow(Tick));
        OneAnswer(lane, Seconds(2));        // 1.265
        Assert.True(lane.IsSlow(Tick));
        OneAnswer(lane, Quick);             // 0.8915
        Assert.False(lane.IsSlow(Tick));
    }

    [Fact]
    public void A_running_request_older_than_a_second_makes_the_lane_slow_at_once()
    {
        var lane = Grown(8);
        Start(lane);
        _clock.Advance(Seconds(1));
        Assert.False(lane.IsSlow(Tick));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(lane.IsSlow(Tick));
    }

    [Fact]
    public void A_lane_counts_as_slow_until_its_receiver_has_answered()
    {
        var lane = Follow(Snapshot());
        Assert.True(lane.IsSlow(Tick));
        Start(lane);
        lane.Ended(new AttemptOutcome(FailureClass.ConnectionRefused), Quick, Tick);
        Assert.True(lane.IsSlow(Tick));

        Start(lane);
        lane.Ended(Accepted, Quick, Tick);
        Assert.False(lane.IsSlow(Tick));
    }

    [Fact]
    public void A_hanging_request_is_not_forgotten_because_later_ones_end()
    {
        var lane = Grown(8);
        Start(lane);
        for (var later = 0; later < 20; later++)
        {
            _clock.Advance(Seconds(0.1));
            Start(lane);
            _clock.Advance(Quick);
            lane.Ended(Accepted, Quick, Tick);
        }

        Assert.Equal(1, lane.InFlight);
        Assert.True(lane.IsSlow(Tick));
        lane.Ended(Accepted, Tick, Tick);
        OneAnswer(lane, Quick);
        OneAnswer(lane, Quick);
        Assert.False(lane.IsSlow(Tick));
    }

    [Fact]
    public void A_request_that_was_dropped_no_longer_makes_the_lane_slow()
    {
        var lane = Grown(8);
        Start(lane);
        lane.Dropped(hadStarted: true);
        lane.Reserve(1);
        lane.Dropped(hadStarted: false);
        _clock.Advance(Seconds(5));

        Assert.False(lane.IsSlow(Tick));
        Assert.Equal(0, lane.InFlight);
    }

    [Fact]
    public void An_open_circuit_makes_the_lane_slow()
    {
        var lane = Follow(Snapshot());
        Assert.Equal([false, false, false, false, true], Enumerable.Range(0, 5).Select(_ => Fail(lane)));

        Assert.True(lane.IsSlow(Tick));
        Assert.Equal(Seconds(30), lane.NextChange);
    }

    [Fact]
    public void A_wait_holds_until_it_is_over_and_a_shorter_one_does_not_cut_it()
    {
        var lane = Follow(Snapshot());
        Assert.False(lane.IsWaiting(Tick));
        lane.WaitUntil(Seconds(60));
        lane.WaitUntil(Seconds(20));

        Assert.True(lane.IsWaiting(Seconds(59.9)));
        Assert.Equal(Seconds(60), lane.NextChange);
        Assert.False(lane.IsWaiting(Seconds(60)));
        Assert.Null(lane.NextChange);
    }

    [Fact]
    public void A_longer_wait_takes_the_place_of_a_shorter_one()
    {
        var lane = Follow(Snapshot());
        lane.WaitUntil(Seconds(20));
        lane.WaitUntil(Seconds(60));

        Assert.True(lane.IsWaiting(Seconds(59.9)));
    }

    [Fact]
    public void A_wait_that_the_store_knows_holds_on_every_node()
    {
        var stored = Stored() with { WaitUntil = Noon + Seconds(40) };
        var lane = Follow(Snapshot(stored));

        Assert.True(lane.IsWaiting(Seconds(39.9)));
        Assert.Equal(Seconds(40), lane.NextChange);
        Assert.False(lane.IsWaiting(Seconds(40)));
    }

    [Fact]
    public void A_stored_wait_that_is_over_holds_nothing() =>
        Assert.False(Follow(Snapshot(Stored() with { WaitUntil = Noon })).IsWaiting(Tick));

    [Fact]
    public void Enable_and_Resume_forget_the_wait_and_the_circuit()
    {
        var lane = Follow(Snapshot());
        _ = Enumerable.Range(0, 5).Select(_ => Fail(lane)).ToArray();
        lane.WaitUntil(Seconds(600));
        lane.Follow(Snapshot(), Tick, Noon);
        Assert.True(lane.Circuit.IsOpen && lane.IsWaiting(Tick));

        lane.Follow(Snapshot(Stored() with { EnableEpoch = 1 }), Tick, Noon);

        Assert.False(lane.Circuit.IsOpen);
        Assert.False(lane.IsWaiting(Tick));
    }

    [Fact]
    public void A_rate_limit_holds_beside_the_cap()
    {
        var lane = Grown(8, new RateLimit(2, Seconds(1)));
        Assert.Equal(2, lane.Room(Tick));
        lane.Reserve(2);
        Assert.Equal(0, lane.Room(Tick));
        Assert.Equal(Tick + Seconds(0.5), lane.NextChange);
        lane.Unreserve(1);
        Assert.Equal(1, lane.Room(Tick));
    }

    [Fact]
    public void A_changed_rate_limit_starts_anew_and_the_same_one_goes_on()
    {
        var lane = Grown(8, new RateLimit(2, Seconds(1)));
        lane.Reserve(2);
        lane.Follow(Snapshot(Stored() with { Rate = new RateLimit(2, Seconds(1)) }), Tick, Noon);
        Assert.Equal(0, lane.Room(Tick));

        lane.Follow(Snapshot(Stored() with { Rate = new RateLimit(3, Seconds(1)) }), Tick, Noon);
        Assert.Equal(3, lane.Room(Tick));

        lane.Follow(Snapshot(), Tick, Noon);
        Assert.Equal(6, lane.Room(Tick));
        Assert.Null(lane.NextChange);
    }

    [Fact]
    public void A_lane_is_idle_when_nothing_runs_and_nothing_holds_it()
    {
        var lane = Follow(Snapshot());
        Assert.True(lane.IsIdle);

        lane.Reserve(1);
        Assert.False(lane.IsIdle);
        lane.Unreserve(1);
        lane.WaitUntil(Seconds(5));
        Assert.False(lane.IsIdle);
        Assert.False(lane.IsWaiting(Seconds(5)));
        Assert.True(lane.IsIdle);

        lane.Follow(Snapshot(Stored() with { Rate = new RateLimit(2, Seconds(1)) }), Tick, Noon);
        Assert.False(lane.IsIdle);

        lane = Follow(Snapshot());
        _ = Enumerable.Range(0, 5).Select(_ => Fail(lane)).ToArray();
        Assert.False(lane.IsIdle);
    }

    private Lane Follow(SubscriptionSnapshot subscription)
    {
        var lane = new Lane(subscription.Id, null, new CircuitOptions(), _clock);
        lane.Follow(subscription, Tick, Noon);
        return lane;
    }

    private Lane Grown(int cap, RateLimit? rate = null)
    {
        var lane = Follow(Snapshot(maxInFlight: cap));
        for (var answer = 0; answer < 8; answer++)
        {
            OneAnswer(lane, Quick);
        }

        lane.Follow(Snapshot(Stored() with { Rate = rate }, maxInFlight: cap), Tick, Noon);
        return lane;
    }

    private void Start(Lane lane)
    {
        lane.Reserve(1);
        lane.Started(Tick);
    }

    private int OneAnswer(Lane lane, TimeSpan latency)
    {
        Start(lane);
        lane.Ended(Accepted, latency, Tick);
        return lane.Room(Tick);
    }

    private bool Fail(Lane lane)
    {
        Start(lane);
        return lane.Ended(Failed, Quick, Tick);
    }
}
