using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Testbed;

public sealed class FakeClockTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeClock _clock = new(Noon);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Time_stands_still_until_it_is_moved()
    {
        var started = _clock.GetTimestamp();

        _clock.Advance(Minute);

        Assert.Equal(Noon + Minute, _clock.GetUtcNow());
        Assert.Equal(Minute, _clock.GetElapsedTime(started));
        Assert.Equal(TimeSpan.Zero, _clock.GetLocalNow().Offset);
    }

    [Fact]
    public void Time_never_goes_back_by_advancing()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(-Minute));
    }

    [Fact]
    public async Task A_delay_ends_when_its_time_has_come_and_not_before()
    {
        var delay = Task.Delay(Minute, _clock, Token);

        _clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.False(delay.IsCompleted);

        _clock.Advance(TimeSpan.FromTicks(1));
        await delay;
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_due_times_each_at_its_own_time()
    {
        List<(string Name, DateTimeOffset At)> fired = [];
        using var late = Timer("late", 3 * Minute);
        using var early = Timer("early", Minute);
        using var twin = Timer("twin", Minute);

        _clock.Advance(10 * Minute);

        Assert.Equal([("early", Noon + Minute), ("twin", Noon + Minute), ("late", Noon + (3 * Minute))], fired);

        ITimer Timer(string name, TimeSpan due) =>
            _clock.CreateTimer(_ => fired.Add((name, _clock.GetUtcNow())), null, due, Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public void A_timer_made_by_a_timer_fires_in_the_same_move()
    {
        DateTimeOffset? inner = null;
        ITimer? second = null;
        using var first = _clock.CreateTimer(
            _ => second = _clock.CreateTimer(_ => inner = _clock.GetUtcNow(), null, Minute, Timeout.InfiniteTimeSpan), null, Minute, Timeout.InfiniteTimeSpan);

        _clock.Advance(5 * Minute);
        second?.Dispose();

        Assert.Equal(Noon + (2 * Minute), inner);
    }

    [Fact]
    public void A_callback_may_use_the_clock_from_another_thread()
    {
        var free = false;
        using var timer = _clock.CreateTimer(_ => free = Task.Run(_clock.GetUtcNow).Wait(Patience.Limit), null, Minute, Timeout.InfiniteTimeSpan);

        _clock.Advance(Minute);

        Assert.True(free, "the callback ran inside the clock's lock");
    }

    [Fact]
    public void A_periodic_timer_fires_once_for_each_period_gone_by()
    {
        var count = 0;
        using var timer = _clock.CreateTimer(_ => count++, null, Minute, 2 * Minute);

        _clock.Advance(6 * Minute);     // at 1, 3 and 5

        Assert.Equal(3, count);
        Assert.Equal(Minute, _clock.NextTimer);
    }

    [Fact]
    public async Task The_framework_periodic_timer_ticks_with_this_clock()
    {
        using var timer = new PeriodicTimer(Minute, _clock);
        var tick = timer.WaitForNextTickAsync(Token);
        Assert.False(tick.IsCompleted);

        _clock.Advance(Minute);

        Assert.True(await tick);
    }

    [Fact]
    public void A_timeout_cancels_with_this_clock()
    {
        using var timeout = new CancellationTokenSource(Minute, _clock);

        _clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.False(timeout.IsCancellationRequested);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(timeout.IsCancellationRequested);
    }

    [Fact]
    public void A_disposed_or_stopped_timer_does_not_fire()
    {
        var fired = false;
        var disposed = _clock.CreateTimer(_ => fired = true, null, Minute, Minute);
        using var stopped = _clock.CreateTimer(_ => fired = true, null, Minute, Minute);
        disposed.Dispose();
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        _clock.Advance(10 * Minute);

        Assert.False(fired);
        Assert.Equal(0, _clock.WaitingTimers);
        Assert.False(disposed.Change(Minute, Minute));
    }

    [Fact]
    public async Task A_timer_due_at_once_fires_without_a_move()
    {
        var fired = new TaskCompletionSource();
        using var timer = _clock.CreateTimer(_ => fired.TrySetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await Patience.WithinAsync(fired.Task, () => "the timer due at once did not fire");
    }

    [Fact]
    public void A_jump_of_the_wall_clock_moves_no_timer_and_no_timestamp()
    {
        var fired = false;
        using var timer = _clock.CreateTimer(_ => fired = true, null, Minute, Timeout.InfiniteTimeSpan);
        var started = _clock.GetTimestamp();

        _clock.JumpWall(TimeSpan.FromHours(5));
        _clock.Advance(TimeSpan.Zero);

        Assert.False(fired);
        Assert.Equal(started, _clock.GetTimestamp());
        Assert.Equal(Noon.AddHours(5), _clock.GetUtcNow());

        _clock.SetUtcNow(Noon.AddHours(-1));
        _clock.Advance(Minute);

        Assert.True(fired);
        Assert.Equal(Noon.AddHours(-1) + Minute, _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_test_can_wait_until_code_has_reached_its_delay()
    {
        var work = Task.Run(() => Task.Delay(Minute, _clock, Token), Token);

        await _clock.WaitForTimersAsync(1);
        _clock.Advance(Minute);

        await work;
    }

    [Fact]
    public async Task Time_can_be_moved_until_something_is_so()
    {
        var rounds = 0;
        var work = Task.Run(
            async () =>
            {
                for (; rounds < 50; rounds++)
                {
                    await Task.Delay(Minute, _clock, Token);
                    await Task.Yield();
                }
            },
            Token);

        var moved = await _clock.AdvanceUntilAsync(() => work.IsCompleted);

        Assert.Equal(50, rounds);
        Assert.Equal(50 * Minute, moved);
    }

    [Fact]
    public async Task Time_stands_still_while_it_may_not_advance()
    {
        var asked = 0;

        var moved = await _clock.AdvanceUntilAsync(() => asked == 5, Minute, mayAdvance: () => ++asked > 3);

        Assert.Equal(2 * Minute, moved);
    }
}
