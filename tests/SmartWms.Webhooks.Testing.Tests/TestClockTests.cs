namespace SmartWms.Webhooks.Testing.Tests;

public sealed class TestClockTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public void It_stands_still_until_it_is_moved()
    {
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero), _clock.GetUtcNow());
        var before = _clock.GetTimestamp();

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(new DateTimeOffset(2030, 1, 1, 13, 0, 0, TimeSpan.Zero), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromHours(1), _clock.GetElapsedTime(before));
        Assert.Equal(TimeZoneInfo.Utc, _clock.LocalTimeZone);
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void Timers_fire_in_order_at_their_own_time()
    {
        List<string> fired = [];
        using var second = Timer("second", 20, 0);
        using var first = Timer("first", 10, 15);
        using var never = Timer("never", 30, 0);
        never.Dispose();

        _clock.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal(["first 10", "second 20", "first 25", "first 40"], fired);

        ITimer Timer(string name, int due, int period) => _clock.CreateTimer(
            _ => fired.Add($"{name} {(_clock.GetUtcNow().TimeOfDay - TimeSpan.FromHours(12)).TotalSeconds}"), null, TimeSpan.FromSeconds(due), TimeSpan.FromSeconds(period));
    }

    [Fact]
    public async Task Delays_and_timeouts_of_the_framework_follow_it()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(5), _clock);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5), _clock);

        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.False(delay.IsCompleted || timeout.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromMinutes(1));

        await delay;
        Assert.True(timeout.IsCancellationRequested);
    }
}
