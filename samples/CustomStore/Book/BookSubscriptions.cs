using SmartWms.Webhooks.Subscriptions;

namespace CustomStore.Book;

/// <summary>Subscriptions by id; ids count from 1.</summary>
internal sealed class BookSubscriptions
{
    private readonly List<StoredSubscription> _rows = [];

    public long Version { get; private set; }

    public IEnumerable<StoredSubscription> All => _rows;

    public StoredSubscription? Find(SubscriptionId id) => id.Value >= 1 && id.Value <= _rows.Count ? _rows[(int)id.Value - 1] : null;

    public StoredSubscription? FindByKey(string? tenantId, string key) =>
        _rows.FirstOrDefault(row => row.Key == key && row.TenantId == tenantId && row.State != SubscriptionState.Deleted);

    public StoredSubscription? Create(StoredSubscription row)
    {
        if (row.Key is not null && FindByKey(row.TenantId, row.Key) is not null)
        {
            return null;
        }

        _rows.Add(row with { Id = new SubscriptionId(_rows.Count + 1), Version = ++Version });
        return _rows[^1];
    }

    public StoredSubscription? Update(StoredSubscription row)
    {
        if (Find(row.Id) is not { } stored || stored.Version != row.Version)
        {
            return null;
        }

        var isEnabledAgain = row.EnableEpoch > stored.EnableEpoch;
        var next = row with
        {
            Version = ++Version,
            WaitUntil = isEnabledAgain ? null : stored.WaitUntil,
            FirstFailureAt = isEnabledAgain ? null : stored.FirstFailureAt,
            FailedInARow = isEnabledAgain ? 0 : stored.FailedInARow,
        };
        Keep(next);
        return next;
    }

    /// <summary>Counters and waits: no new version.</summary>
    public void Keep(StoredSubscription row) => _rows[(int)row.Id.Value - 1] = row;

    public void Disable(StoredSubscription row, string reason, DateTimeOffset now) =>
        Keep(row with { State = SubscriptionState.Disabled, StateReason = reason, StateChangedAt = now, Version = ++Version });
}
