namespace SmartWms.Webhooks.Subscriptions;

/// <summary>This node's picture of all subscriptions, brought up to date when the store shows a newer version. Secrets that could not be opened are tried again from time to time.</summary>
internal sealed class SubscriptionRegistry(ISubscriptionStore store, SnapshotFactory snapshots, TimeProvider time) : IDisposable
{
    private const long Never = long.MaxValue;

    private static readonly TimeSpan OpenAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>One publish or claim is held up for so long and one call of the protector; what is left has its turn the next time.</summary>
    private static readonly TimeSpan OpenAgainFor = TimeSpan.FromMilliseconds(100);

    /// <summary>While a protector is slow to fail, trying may take a tenth of the time.</summary>
    private const int PauseToTries = 9;

    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private volatile SubscriptionIndex _current = SubscriptionIndex.Empty;
    private Queue<SubscriptionId> _unopened = [];
    private long _openAgainAt = Never;
    private long _changes = 1;
    private long _seenChanges;
    private long _reads;
    private bool _hasFailed;

    public SubscriptionIndex Current => _current;

    /// <summary>A webhook was changed on this node: the next look reads what changed.</summary>
    public void Changed() => Interlocked.Increment(ref _changes);

    /// <summary>The picture, loaded once and again after a change on this node. Asked before every claim and publish: so what could not be opened is tried before it is needed.</summary>
    public ValueTask<SubscriptionIndex> GetAsync(CancellationToken cancellationToken)
    {
        if (!IsFresh)
        {
            return new ValueTask<SubscriptionIndex>(RefreshAsync(cancellationToken));
        }

        return IsTimeToOpenAgain ? new ValueTask<SubscriptionIndex>(OpenAgainAsync(cancellationToken)) : ValueTask.FromResult(_current);
    }

    /// <summary>Whether every change that this node made is in the picture: not yet while it is being read.</summary>
    private bool IsFresh => Volatile.Read(ref _seenChanges) == Volatile.Read(ref _changes);

    private bool IsTimeToOpenAgain
    {
        get
        {
            var at = Volatile.Read(ref _openAgainAt);
            return at != Never && time.GetElapsedTime(0).Ticks >= at;
        }
    }

    /// <summary>A picture that was read after this call began, by this caller or another: many at once read the store once or twice.</summary>
    public async Task<SubscriptionIndex> RefreshAsync(CancellationToken cancellationToken)
    {
        var begunBefore = Volatile.Read(ref _reads);
        await _refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_hasFailed && _reads != begunBefore)
            {
                return _current;
            }

            Volatile.Write(ref _reads, _reads + 1);
            _hasFailed = true;

            // Before the read: a change that is told of meanwhile is read the next time.
            var known = Volatile.Read(ref _changes);
            var changes = await ReadAsync(cancellationToken).ConfigureAwait(false);
            var changed = changes.Changed.ToDictionary(subscription => subscription.Id);
            if (changed.Count > 0 || changes.Version != _current.Version)
            {
                List<SubscriptionSnapshot> made = [.. changed.Values.Select(snapshots.Make)];
                _current = new SubscriptionIndex(changes.Version, _current.All.Where(each => !changed.ContainsKey(each.Id)).Concat(made));
                _unopened = new Queue<SubscriptionId>(_unopened.Where(id => !changed.ContainsKey(id)).Concat(made.Where(IsUnopened).Select(each => each.Id)));
                PlanToOpenAgain(_openAgainAt == Never ? time.GetElapsedTime(0) + OpenAgainAfter : TimeSpan.FromTicks(_openAgainAt));
            }

            OpenAgain();
            Volatile.Write(ref _seenChanges, known);
            _hasFailed = false;
            return _current;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>One subscription at the given version or a newer one.</summary>
    public async ValueTask<SubscriptionSnapshot?> FindAsync(SubscriptionId id, long atLeastVersion, CancellationToken cancellationToken)
    {
        var index = _current;
        var known = index.Find(id);
        if (known is not null && known.Version >= atLeastVersion)
        {
            return known;
        }

        index = await RefreshAsync(cancellationToken).ConfigureAwait(false);
        return index.Find(id);
    }

    private static bool IsUnopened(SubscriptionSnapshot subscription) => subscription is { Content: null, Stored.State: not SubscriptionState.Deleted };

    private async Task<SubscriptionIndex> OpenAgainAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            OpenAgain();
            return _current;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>Under the lock. What still cannot be opened goes behind the others.</summary>
    private void OpenAgain()
    {
        if (!IsTimeToOpenAgain)
        {
            return;
        }

        // Whoever comes meanwhile goes on with what there is: one caller is held up by a slow protector, and not all.
        Volatile.Write(ref _openAgainAt, Never);
        var began = time.GetElapsedTime(0);
        var opened = new Dictionary<SubscriptionId, SubscriptionSnapshot>();
        for (var left = _unopened.Count; left > 0 && time.GetElapsedTime(0) - began <= OpenAgainFor; left--)
        {
            var id = _unopened.Dequeue();
            if (snapshots.MakeAgain(_current.Find(id)!) is { } snapshot)
            {
                opened.Add(id, snapshot);
            }
            else
            {
                _unopened.Enqueue(id);
            }
        }

        if (opened.Count > 0)
        {
            _current = new SubscriptionIndex(_current.Version, _current.All.Select(each => opened.GetValueOrDefault(each.Id, each)));
        }

        var ended = time.GetElapsedTime(0);
        var pause = PauseToTries * (ended - began);
        PlanToOpenAgain(ended + (pause > OpenAgainAfter ? pause : OpenAgainAfter));
    }

    private void PlanToOpenAgain(TimeSpan tick) => Volatile.Write(ref _openAgainAt, _unopened.Count == 0 ? Never : tick.Ticks);

    private async Task<SubscriptionChanges> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.GetChangesAsync(_current.Version, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Changed();
            throw;
        }
    }

    public void Dispose() => _refreshing.Dispose();
}
