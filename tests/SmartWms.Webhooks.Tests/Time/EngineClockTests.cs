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
        _clock.Observe(null);

        Assert.Equal(TimeSpan.Zero, _clock.Offset);
        Assert.Equal(_local.GetUtcNow(), _clock.Now);
        Assert.Same(_local, _clock.Local);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(-7)]
    public void It_follows_the_stores_clock(double seconds)
    {
        _clock.Observe(_local.GetUtcNow() + Seconds(seconds));
        _local.Advance(Seconds(100));

        Assert.Equal(Seconds(seconds), _clock.Offset);
        Assert.Equal(_local.GetUtcNow() + Seconds(seconds), _clock.Now);
    }

    [Fact]
    public void A_store_that_tells_no_time_leaves_the_measured_distance()
    {
        _clock.Observe(_local.GetUtcNow() + Seconds(7));
        _clock.Observe(null);

        Assert.Equal(Seconds(7), _clock.Offset);
    }
}
