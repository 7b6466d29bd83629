namespace SmartWms.Webhooks.Testbed;

/// <summary>A clock that stands still until a test moves it. Timers, delays and timeouts made with it fire while it moves.</summary>
/// <remarks>
/// For <c>Task.Delay(…, clock)</c>, <c>new PeriodicTimer(…, clock)</c> and <c>new CancellationTokenSource(…, clock)</c>. A timer fires on the
/// thread that moves the clock, in the order of due times, outside the lock; what waits for it goes on inside <see cref="Advance"/> up to
/// its next real wait. A timer due at once (zero) fires on the thread pool, as the system's does. Safe on any thread.
/// </remarks>
public sealed class FakeClock : TimeProvider
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly SortedSet<FakeTimer> _waiting = new(FakeTimer.ByDueTime);
    private DateTimeOffset _wall;
    private TimeSpan _elapsed;
    private long _timersMade;
    private TaskCompletionSource _timersChanged = NewSignal();

    /// <summary>Starts at 2030-01-01 12:00:00 UTC, or at the time given.</summary>
    public FakeClock(DateTimeOffset? start = null) => _wall = (start ?? Noon).ToUniversalTime();

    /// <summary>UTC, so that no test depends on the machine's zone.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>One tick is 100 ns.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Timers that will fire when the clock moves far enough.</summary>
    public int WaitingTimers
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>How far away the next timer is; <see langword="null"/> when none waits.</summary>
    public TimeSpan? NextTimer
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Min is { } next ? next.DueAt - _elapsed : null;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _wall;
        }
    }

    /// <summary>Monotonic: moved by <see cref="Advance"/> alone, never by a jump of the wall clock.</summary>
    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _elapsed.Ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);

        var timer = new FakeTimer(this, callback, state, Interlocked.Increment(ref _timersMade));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time forward, stopping at each due timer on the way to fire it.</summary>
    /// <param name="by">Zero or more. Zero fires what is due now.</param>
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

    /// <summary>Shifts the wall clock as an administrator or NTP would: no timer fires and no timestamp changes.</summary>
    public void JumpWall(TimeSpan by)
    {
        lock (_gate)
        {
            _wall += by;
        }
    }

    /// <summary>Sets the wall clock, like <see cref="JumpWall"/>.</summary>
    public void SetUtcNow(DateTimeOffset now)
    {
        lock (_gate)
        {
            _wall = now.ToUniversalTime();
        }
    }

    /// <summary>Waits, in real time, until at least this many timers wait: the code under test has reached its delay.</summary>
    /// <exception cref="TimeoutException">They did not within <see cref="Patience.Limit"/>.</exception>
    public async Task WaitForTimersAsync(int count)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_waiting.Count >= count)
                {
                    return;
                }

                changed = _timersChanged.Task;
            }

            await Patience.WithinAsync(changed, () => $"waited for {count} timers on the clock, {WaitingTimers} are there");
        }
    }

    /// <summary>Moves time step by step until something is so, letting asynchronous code run between the steps.</summary>
    /// <param name="done">Asked before each step. Must be safe on any thread.</param>
    /// <param name="step">How far each step goes; <see langword="null"/> goes to the next timer (and waits while there is none).</param>
    /// <param name="mayAdvance">
    /// While false, time stands still. Give it when real I/O is under way, as <c>() => receiver.InFlight == 0</c>: else minutes of this
    /// clock go by during a millisecond of the network's, and deadlines end requests that were answered at once.
    /// </param>
    /// <returns>How far time was moved.</returns>
    /// <exception cref="TimeoutException">It was not so within <see cref="Patience.Limit"/> of real time.</exception>
    public Task<TimeSpan> AdvanceUntilAsync(Func<bool> done, TimeSpan? step = null, Func<bool>? mayAdvance = null)
    {
        ArgumentNullException.ThrowIfNull(done);
        return AdvanceUntilAsync(() => Task.FromResult(done()), step, mayAdvance);
    }

    /// <inheritdoc cref="AdvanceUntilAsync(Func{bool}, TimeSpan?, Func{bool}?)"/>
    public async Task<TimeSpan> AdvanceUntilAsync(Func<Task<bool>> done, TimeSpan? step = null, Func<bool>? mayAdvance = null)
    {
        ArgumentNullException.ThrowIfNull(done);

        var moved = TimeSpan.Zero;
        var started = System.GetTimestamp();
        while (!await done())
        {
            if (System.GetElapsedTime(started) > Patience.Limit)
            {
                throw new TimeoutException($"After {Patience.Limit:g}: the clock moved by {moved:g} to {GetUtcNow():O}, {WaitingTimers} timers wait, and it is not so yet.");
            }

            if (await SettlesAsync(done))
            {
                break;
            }

            if (mayAdvance?.Invoke() != false && (step ?? NextTimer) is { } by)
            {
                by = by < TimeSpan.Zero ? TimeSpan.Zero : by;
                Advance(by);
                moved += by;
            }
        }

        return moved;
    }

    internal void Schedule(FakeTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _waiting.Remove(timer);
            if (dueTime >= TimeSpan.Zero)
            {
                timer.DueAt = _elapsed + dueTime;
                _waiting.Add(timer);
            }

            Signal();
        }
    }

    /// <summary>True when the timer waited; whoever takes it fires it.</summary>
    internal bool TryTake(FakeTimer timer)
    {
        lock (_gate)
        {
            return _waiting.Remove(timer);
        }
    }

    /// <summary>Lets the thread pool work for about a millisecond of real time: long enough for a chain of continuations, no sleep.</summary>
    private static async Task<bool> SettlesAsync(Func<Task<bool>> done)
    {
        var started = System.GetTimestamp();
        while (System.GetElapsedTime(started) < TimeSpan.FromMilliseconds(1))
        {
            await Task.Yield();
            if (await done())
            {
                return true;
            }
        }

        return false;
    }

    private FakeTimer? MoveToNextTimer(TimeSpan target)
    {
        lock (_gate)
        {
            var next = _waiting.Min;
            if (next is null || next.DueAt > target)
            {
                MoveTo(target);
                return null;
            }

            MoveTo(next.DueAt);
            _waiting.Remove(next);
            if (next.Period > TimeSpan.Zero)
            {
                next.DueAt += next.Period;
                _waiting.Add(next);
            }

            Signal();
            return next;
        }
    }

    private void MoveTo(TimeSpan elapsed)
    {
        if (elapsed > _elapsed)
        {
            _wall += elapsed - _elapsed;
            _elapsed = elapsed;
        }
    }

    private void Signal()
    {
        _timersChanged.TrySetResult();
        _timersChanged = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
