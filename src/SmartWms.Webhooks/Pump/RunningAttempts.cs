using SmartWms.Webhooks.Sending;

namespace SmartWms.Webhooks.Pump;

/// <summary>Work that is under way on this node, so that a stop can wait for it and, when its grace is over, cut it.</summary>
internal sealed class RunningAttempts
{
    private readonly Lock _lock = new();
    private readonly HashSet<Attempt> _attempts = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _idle;
    private int _items;
    private volatile bool _isStopping;

    public bool IsStopping => _isStopping;

    /// <summary>Items begun and not ended.</summary>
    public int Items => Volatile.Read(ref _items);

    /// <summary>Requests whose deadline is still to come: where a test's clock stands still, all that may go on waiting.</summary>
    public int Open
    {
        get
        {
            lock (_lock)
            {
                return _attempts.Count(attempt => !attempt.Token.IsCancellationRequested);
            }
        }
    }

    /// <summary>A claimed item begins its way, or a publish takes a slot.</summary>
    public void Begin() => Interlocked.Increment(ref _items);

    /// <summary>A claimed item is at its end: recorded, released or lost.</summary>
    public void End()
    {
        if (Interlocked.Decrement(ref _items) > 0)
        {
            return;
        }

        Interlocked.Exchange(ref _idle, null)?.TrySetResult();
        if (_isStopping)
        {
            _drained.TrySetResult();
        }
    }

    public bool TryAdd(Attempt attempt)
    {
        lock (_lock)
        {
            return !_isStopping && _attempts.Add(attempt);
        }
    }

    public void Remove(Attempt attempt)
    {
        lock (_lock)
        {
            _attempts.Remove(attempt);
        }
    }

    /// <summary>Ends when nothing is under way, for a node that takes nothing more.</summary>
    public Task WhenIdleAsync()
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var idle = Interlocked.CompareExchange(ref _idle, mine, null) ?? mine;
        if (Volatile.Read(ref _items) == 0)
        {
            Interlocked.Exchange(ref _idle, null)?.TrySetResult();
        }

        return idle.Task;
    }

    /// <summary>From now on nothing is started; the task ends when nothing is under way any more.</summary>
    public Task StopAsync()
    {
        lock (_lock)
        {
            _isStopping = true;
        }

        if (Volatile.Read(ref _items) == 0)
        {
            _drained.TrySetResult();
        }

        return _drained.Task;
    }

    /// <summary>Cuts what still runs.</summary>
    public int Abort()
    {
        Attempt[] running;
        lock (_lock)
        {
            running = [.. _attempts];
        }

        foreach (var attempt in running)
        {
            attempt.Abort();
        }

        return running.Length;
    }
}
