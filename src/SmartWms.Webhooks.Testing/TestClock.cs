namespace SmartWms.Webhooks.Testing;

/// <summary>A clock that stands still until a test moves it. Timers, delays and timeouts made with it fire while it moves.</summary>
/// <remarks>
/// A timer fires on the thread that moves the clock, in the order of due times; one due at once fires on the thread pool, as the system's does. Safe on any thread.
/// To move a whole engine, use <see cref="PumpDriver.AdvanceAsync"/>: it stops at every moment where a delivery is due.
/// </remarks>
public sealed class TestClock : TimeProvider
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly SortedSet<TestTimer> _waiting = new(TestTimer.ByDueTime);
    private readonly DateTimeOffset _start;
    private TimeSpan _elapsed;
    private long _timersMade;
    private int _held;

    /// <summary>Starts at 2030-01-01 12:00:00 UTC, or at the time given.</summary>
    /// <param name="start">The first time; <see langword="null"/>: noon of 2030-01-01.</param>
    public TestClock(DateTimeOffset? start = null) => _start = (start ?? Noon).ToUniversalTime();

    /// <summary>UTC, so that no test depends on the machine's zone.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>One tick is 100 ns.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How far away the next timer is; <see langword="null"/> when none waits.</summary>
    internal TimeSpan? NextTimer
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Min is { } next ? next.DueAt - _elapsed : null;
            }
        }
    }

    /// <summary>Requests that receivers on this clock hold back on purpose: nothing happens to them until time moves or somebody releases them.</summary>
    internal int Held => Volatile.Read(ref _held);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _start + _elapsed;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _elapsed.Ticks;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new TestTimer(this, callback, state, Interlocked.Increment(ref _timersMade));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time forward, stopping at each due timer on the way to fire it.</summary>
    /// <param name="by">Zero or more; zero fires what is due now.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan target;
        lock (_gate)
        {
            target = _elapsed + by;
        }

        while (MoveToNextTimer(target) is { } due)
        {
            due.Fire();
        }
    }

    internal void Hold() => Interlocked.Increment(ref _held);

    internal void LetGo() => Interlocked.Decrement(ref _held);

    internal void Schedule(TestTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _waiting.Remove(timer);
            if (dueTime >= TimeSpan.Zero)
            {
                timer.DueAt = _elapsed + dueTime;
                _waiting.Add(timer);
            }
        }
    }

    /// <summary>True when the timer waited; whoever takes it fires it.</summary>
    internal bool TryTake(TestTimer timer)
    {
        lock (_gate)
        {
            return _waiting.Remove(timer);
        }
    }

    private TestTimer? MoveToNextTimer(TimeSpan target)
    {
        lock (_gate)
        {
            var next = _waiting.Min;
            var isDue = next is not null && next.DueAt <= target;
            _elapsed = Max(_elapsed, isDue ? next!.DueAt : target);
            if (!isDue)
            {
                return null;
            }

            _waiting.Remove(next!);
            if (next!.Period > TimeSpan.Zero)
            {
                next.DueAt += next.Period;
                _waiting.Add(next);
            }

            return next;
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
