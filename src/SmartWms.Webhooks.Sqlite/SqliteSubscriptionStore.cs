using SmartWms.Webhooks.Sqlite.Subscriptions;
using SmartWms.Webhooks.Sqlite.Writing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite;

/// <summary>Subscriptions in the SQLite file.</summary>
internal sealed class SqliteSubscriptionStore(SqliteDatabase database) : ISubscriptionStore
{
    public Task<SubscriptionChanges> GetChangesAsync(long sinceVersion, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SubscriptionReads.Changes(session, sinceVersion), cancellationToken);

    public Task<StoredSubscription?> GetAsync(SubscriptionId id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SubscriptionReads.Get(session.Prepare(SubscriptionRow.ById), id), cancellationToken);

    public Task<StoredSubscription?> FindByKeyAsync(string? tenantId, string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return database.ReadAsync(session => SubscriptionReads.FindByKey(session, tenantId, key), cancellationToken);
    }

    public Task<IReadOnlyList<StoredSubscription>> ListAsync(SubscriptionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return database.ReadAsync(session => SubscriptionReads.List(session, query), cancellationToken);
    }

    public Task<StoredSubscription?> CreateAsync(StoredSubscription subscription, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return database.WriteAsync(WriteKind.Other, session => SubscriptionWrites.Create(session, subscription), cancellationToken);
    }

    public Task<StoredSubscription?> UpdateAsync(StoredSubscription subscription, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return database.WriteAsync(WriteKind.Other, session => SubscriptionWrites.Update(session, subscription), cancellationToken);
    }
}
