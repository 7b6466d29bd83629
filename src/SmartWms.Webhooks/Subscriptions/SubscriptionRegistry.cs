namespace SmartWms.Webhooks.Subscriptions;

/// <summary>This node's picture of all subscriptions, brought up to date when the store shows a newer version.</summary>
internal sealed class SubscriptionRegistry(ISubscriptionStore store, SnapshotFactory snapshots) : IDisposable
{
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private volatile SubscriptionIndex _current = SubscriptionIndex.Empty;
    private long _changes = 1;
    private long _seenChanges;
    private long _reads;
    private bool _hasFailed;

    public SubscriptionIndex Current => _current;

    /// <summary>A webhook was changed on this node: the next look reads what changed.</summary>
    public void Changed() => Interlocked.Increment(ref _changes);

    /// <summary>The picture, loaded once and again after a change on this node.</summary>
    public ValueTask<SubscriptionIndex> GetAsync(CancellationToken cancellationToken) =>
        IsFresh ? ValueTask.FromResult(_current) : new ValueTask<SubscriptionIndex>(RefreshAsync(cancellationToken));

    /// <summary>Whether every change that this node made is in the picture: not yet while it is being read.</summary>
    private bool IsFresh => Volatile.Read(ref _seenChanges) == Volatile.Read(ref _changes);

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
                _current = new SubscriptionIndex(
                    changes.Version,
                    _current.All.Where(each => !changed.ContainsKey(each.Id)).Concat(changed.Values.Select(snapshots.Make)));
            }

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
