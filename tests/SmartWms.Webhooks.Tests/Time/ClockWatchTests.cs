using Microsoft.Extensions.Logging.Abstractions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Tests.Time;

/// <summary>R30.</summary>
public sealed class ClockWatchTests
{
    private readonly FakeClock _clock = new();
    private readonly ClockWatch _watch;

    public ClockWatchTests() => _watch = new ClockWatch(_clock, NullLogger<ClockWatch>.Instance);

    [Fact]
    public void The_first_look_suspects_nothing() => Assert.False(Look());

    [Theory]
    [InlineData(300, false)]
    [InlineData(300.001, true)]
    [InlineData(-300, false)]
    [InlineData(-300.001, true)]
    public void A_jump_of_more_than_five_minutes_is_suspicious_both_ways(double seconds, bool suspicious)
    {
        Look();
        _clock.Advance(TimeSpan.FromMinutes(1));
        _clock.JumpWall(TimeSpan.FromSeconds(seconds));

        Assert.Equal(suspicious, Look());
    }

    [Fact]
    public void A_node_that_slept_for_a_day_with_both_clocks_is_not_suspicious()
    {
        Look();
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.False(Look());
    }

    [Fact]
    public void It_pauses_for_an_hour_from_the_last_jump()
    {
        Look();
        _clock.JumpWall(TimeSpan.FromDays(365));
        Assert.True(Look());
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.True(Look());
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(Look());

        _clock.JumpWall(TimeSpan.FromDays(-365));
        Assert.True(Look());
        _clock.Advance(TimeSpan.FromMinutes(59.9));
        Assert.True(Look());
    }

    private bool Look() => _watch.IsSuspicious(_clock.GetUtcNow());
}
