using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Time;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Time;

/// <summary>R29.</summary>
public sealed class EngineClockTests
{
    private readonly FakeClock _local = new();
    private readonly EngineClock _clock;

    public EngineClockTests() => _clock = new EngineClock(_local);

    [Fact]
    public void It_is_this_machines_clock_until_a_store_has_told_its_time()
    {
        _clock.Observe(null, TimeSpan.Zero);

        Assert.Equal(TimeSpan.Zero, _clock.Offset);
        Assert.Equal(_local.GetUtcNow(), _clock.Now);
        Assert.Same(_local, _clock.Local);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(-7)]
    public void It_follows_the_stores_clock(double seconds)
    {
        _clock.Observe(_local.GetUtcNow() + Seconds(seconds), TimeSpan.Zero);
        _local.Advance(Seconds(100));

        Assert.Equal(Seconds(seconds), _clock.Offset);
        Assert.Equal(_local.GetUtcNow() + Seconds(seconds), _clock.Now);
    }

    [Fact]
    public void A_store_that_tells_no_time_leaves_the_measured_distance()
    {
        _clock.Observe(_local.GetUtcNow() + Seconds(7), TimeSpan.Zero);
        _clock.Observe(null, TimeSpan.Zero);

        Assert.Equal(Seconds(7), _clock.Offset);
    }

    [Fact] // R29
    public void A_process_that_was_frozen_while_it_asked_does_not_take_its_own_sleep_for_a_clock_that_is_off()
    {
        _clock.Observe(_local.GetUtcNow() + Seconds(7), TimeSpan.Zero);

        // Read at once, and seen a minute later: true of any distance from -53 to 7 seconds.
        _clock.Observe(_local.GetUtcNow() + Seconds(7) - Seconds(60), Seconds(60));

        Assert.Equal(Seconds(7), _clock.Offset);
    }

    [Fact]
    public void A_distance_that_the_answer_rules_out_is_moved_no_further_than_it_must()
    {
        _clock.Observe(_local.GetUtcNow() + Seconds(7), TimeSpan.Zero);

        _clock.Observe(_local.GetUtcNow() - Seconds(3), Seconds(2));

        Assert.Equal(Seconds(-1), _clock.Offset);
    }
}
