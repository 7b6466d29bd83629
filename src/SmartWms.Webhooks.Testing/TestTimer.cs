namespace SmartWms.Webhooks.Testing;

/// <summary>A timer of a <see cref="TestClock"/>, which alone moves its due time.</summary>
internal sealed class TestTimer(TestClock clock, TimerCallback callback, object? state, long number) : ITimer
{
    private readonly long _number = number;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private volatile bool _disposed;

    /// <summary>Earliest first; timers due together in the order they were made.</summary>
    public static IComparer<TestTimer> ByDueTime { get; } =
        Comparer<TestTimer>.Create((a, b) => a.DueAt != b.DueAt ? a.DueAt.CompareTo(b.DueAt) : a._number.CompareTo(b._number));

    /// <summary>Time since the clock began. Changed under the clock's lock, while the timer is not in its set.</summary>
    public TimeSpan DueAt { get; set; }

    public TimeSpan Period { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
        {
            return false;
        }

        Period = period;
        clock.Schedule(this, dueTime);
        if (dueTime == TimeSpan.Zero)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.FireIfWaiting(), this, preferLocal: false);
        }

        return true;
    }

    public void Fire()
    {
        if (_disposed)
        {
            return;
        }

        if (_context is null)
        {
            callback(state);
        }
        else
        {
            ExecutionContext.Run(_context, static timer => ((TestTimer)timer!).Call(), this);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        clock.TryTake(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Call() => callback(state);

    private void FireIfWaiting()
    {
        if (clock.TryTake(this))
        {
            if (Period > TimeSpan.Zero)
            {
                clock.Schedule(this, Period);
            }

            Fire();
        }
    }
}
