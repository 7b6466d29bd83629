using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Testbed;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Lanes;

/// <summary>R10.</summary>
public sealed class CircuitTests
{
    private readonly FakeClock _clock = new();

    private TimeSpan Tick => _clock.GetElapsedTime(0);

    [Fact]
    public void The_fifth_failure_in_a_row_opens_it()
    {
        var circuit = New();
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            Assert.False(circuit.Judge(Failed, Tick));
            Assert.False(circuit.IsOpen);
        }

        _clock.Advance(Seconds(3));
        Assert.True(circuit.Judge(Failed, Tick));
        Assert.True(circuit.IsOpen);
        Assert.Equal(Seconds(3), circuit.OpenSince);
        Assert.Equal(Seconds(33), circuit.NextProbe);
    }

    [Fact]
    public void One_success_among_the_failures_keeps_it_closed()
    {
        var circuit = New();
        Fail(circuit, 4);
        Assert.False(circuit.Judge(Accepted, Tick));
        Fail(circuit, 50);

        Assert.False(circuit.IsOpen);
    }

    [Fact]
    public void Failures_spread_over_more_than_the_window_do_not_open_it()
    {
        var circuit = New();
        for (var attempt = 0; attempt < 20; attempt++)
        {
            circuit.Judge(Failed, Tick);
            _clock.Advance(Seconds(20));
        }

        Assert.False(circuit.IsOpen);
    }

    [Fact]
    public void Ratio_number_window_and_open_time_are_options()
    {
        var circuit = new Circuit(new CircuitOptions { FailureRatio = 0.5, MinimumAttempts = 4, Window = Seconds(10), OpenFor = Seconds(7) }, _clock);
        circuit.Judge(Accepted, Tick);
        circuit.Judge(Accepted, Tick);
        circuit.Judge(Failed, Tick);

        Assert.True(circuit.Judge(Failed, Tick));
        Assert.Equal(Tick + Seconds(7), circuit.NextProbe);
    }

    [Fact]
    public void A_failure_while_open_moves_the_next_look_and_is_no_news()
    {
        var circuit = Opened();
        _clock.Advance(Seconds(30));

        Assert.False(circuit.Judge(Failed, Tick));
        Assert.True(circuit.IsOpen);
        Assert.Equal(TimeSpan.Zero, circuit.OpenSince);
        Assert.Equal(Seconds(60), circuit.NextProbe);
    }

    [Fact]
    public void A_success_while_open_closes_it_and_the_past_is_forgotten()
    {
        var circuit = Opened();

        Assert.True(circuit.Judge(Accepted, Tick));
        Assert.False(circuit.IsOpen);
        Fail(circuit, 4);
        Assert.False(circuit.IsOpen);
        Fail(circuit, 1);
        Assert.True(circuit.IsOpen);
    }

    [Fact]
    public void Closing_by_hand_forgets_failures_and_due_times()
    {
        var circuit = Opened();
        circuit.Rescheduled(new DeliveryId(1), Seconds(5));
        circuit.Close();
        Fail(circuit, 4);

        Assert.False(circuit.IsOpen);
        Fail(circuit, 1);
        Assert.Equal(Seconds(30), circuit.NextProbe);
    }

    [Fact]
    public void The_oldest_delivery_is_tried_whenever_it_is_due()
    {
        var circuit = Opened();
        circuit.Rescheduled(new DeliveryId(5), Seconds(12));

        Assert.Equal(Seconds(12), circuit.NextProbe);
        Assert.Equal(LanePick.Oldest, circuit.Pick(Seconds(12)));
    }

    [Fact]
    public void Once_per_open_time_any_due_delivery_is_tried()
    {
        var circuit = Opened();
        circuit.Rescheduled(new DeliveryId(5), TimeSpan.FromHours(2));

        Assert.Equal(Seconds(30), circuit.NextProbe);
        Assert.Equal(LanePick.Oldest, circuit.Pick(Seconds(29.9)));
        Assert.Equal(LanePick.OldestElseLongestDue, circuit.Pick(Seconds(30)));
    }

    [Fact]
    public void A_younger_delivery_does_not_take_the_oldest_ones_place_and_an_older_one_does()
    {
        var circuit = Opened();
        circuit.Rescheduled(new DeliveryId(5), Seconds(12));
        circuit.Rescheduled(new DeliveryId(6), Seconds(3));
        Assert.Equal(Seconds(12), circuit.NextProbe);

        circuit.Rescheduled(new DeliveryId(4), Seconds(9));
        Assert.Equal(Seconds(9), circuit.NextProbe);

        circuit.Rescheduled(new DeliveryId(4), Seconds(20));
        Assert.Equal(Seconds(20), circuit.NextProbe);
    }

    [Fact]
    public void When_the_oldest_has_ended_the_next_look_finds_its_successor()
    {
        var circuit = Opened();
        circuit.Rescheduled(new DeliveryId(5), Seconds(12));
        circuit.Finished(new DeliveryId(6));
        Assert.Equal(Seconds(12), circuit.NextProbe);

        circuit.Finished(new DeliveryId(5));
        Assert.Equal(Seconds(30), circuit.NextProbe);

        circuit.Rescheduled(new DeliveryId(8), Seconds(14));
        Assert.Equal(Seconds(14), circuit.NextProbe);
    }

    [Fact]
    public void A_probe_that_found_nothing_waits_one_open_time()
    {
        var circuit = Opened();
        circuit.Rescheduled(new DeliveryId(5), Seconds(12));
        circuit.NothingFound(Seconds(12));

        Assert.Equal(Seconds(42), circuit.NextProbe);
    }

    private Circuit New() => new(new CircuitOptions(), _clock);

    private Circuit Opened()
    {
        var circuit = New();
        Fail(circuit, 5);
        Assert.True(circuit.IsOpen);
        return circuit;
    }

    private void Fail(Circuit circuit, int times)
    {
        for (var attempt = 0; attempt < times; attempt++)
        {
            circuit.Judge(Failed, Tick);
        }
    }
}
