namespace SmartWms.Webhooks.Testbed;

/// <summary>A list that grows while a test waits for it. Waiting ends by signal, so a test neither polls nor sleeps.</summary>
/// <param name="noun">What arrives, for the message of a wait that ran out: <c>requests</c>.</param>
/// <param name="describe">One line about one arrival, for the same message. Must be safe on any thread.</param>
public sealed class Arrivals<T>(string noun, Func<T, string> describe)
{
    private const int ShownWhenLate = 20;

    private readonly Lock _gate = new();
    private readonly List<T> _items = [];
    private readonly List<Waiter> _waiters = [];

    /// <summary>How many have arrived so far.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _items.Count;
            }
        }
    }

    /// <summary>What has arrived so far, oldest first; a copy.</summary>
    public IReadOnlyList<T> Snapshot()
    {
        lock (_gate)
        {
            return [.. _items];
        }
    }

    public void Add(T item)
    {
        lock (_gate)
        {
            _items.Add(item);
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].Take(item))
                {
                    _waiters.RemoveAt(i);
                }
            }
        }
    }

    /// <summary>Waits until this many have arrived, counted from the beginning, and gives the first of them.</summary>
    /// <exception cref="TimeoutException">Fewer came within <see cref="Patience.Limit"/>; the message lists them.</exception>
    public Task<IReadOnlyList<T>> WaitForAsync(int count) => WaitForAsync(static _ => true, count);

    /// <summary>Waits for the first arrival, past or coming, that matches.</summary>
    /// <exception cref="TimeoutException">None came within <see cref="Patience.Limit"/>; the message lists what did.</exception>
    public async Task<T> WaitForAsync(Func<T, bool> matches) => (await WaitForAsync(matches, 1))[0];

    /// <summary>Waits until this many arrivals match, past ones included, and gives the first of them.</summary>
    /// <param name="matches">Called under a lock: must be quick and must not wait.</param>
    /// <param name="count">1 or more.</param>
    /// <param name="limit"><see langword="null"/> for <see cref="Patience.Limit"/>.</param>
    /// <exception cref="TimeoutException">Fewer came in time; the message lists what did.</exception>
    public Task<IReadOnlyList<T>> WaitForAsync(Func<T, bool> matches, int count, TimeSpan? limit = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);

        var waiter = new Waiter(matches, count);
        lock (_gate)
        {
            if (!_items.Exists(waiter.Take))
            {
                _waiters.Add(waiter);
            }
        }

        return Patience.WithinAsync(waiter.Done, () => Late(waiter, count), limit);
    }

    private string Late(Waiter waiter, int count)
    {
        lock (_gate)
        {
            _waiters.Remove(waiter);
            var lines = _items.TakeLast(ShownWhenLate).Select(item => $"{Environment.NewLine}  {describe(item)}");
            return $"waited for {count} matching {noun}, {waiter.Taken} matched of {_items.Count} that arrived"
                + (_items.Count > ShownWhenLate ? $", the last {ShownWhenLate}:" : ":") + string.Concat(lines);
        }
    }

    private sealed class Waiter(Func<T, bool> matches, int count)
    {
        private readonly List<T> _taken = [];

        // Asynchronously, or the waiting test would go on inside the lock of Add.
        private readonly TaskCompletionSource<IReadOnlyList<T>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyList<T>> Done => _done.Task;

        public int Taken => _taken.Count;

        /// <summary>True when this one was the last that was waited for.</summary>
        public bool Take(T item)
        {
            if (matches(item))
            {
                _taken.Add(item);
            }

            return _taken.Count == count && _done.TrySetResult(_taken);
        }
    }
}
