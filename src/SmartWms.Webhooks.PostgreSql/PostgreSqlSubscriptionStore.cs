using Npgsql;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.PostgreSql.Subscriptions;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql;

/// <summary>Subscriptions in PostgreSQL.</summary>
internal sealed class PostgreSqlSubscriptionStore(PgDatabase database, Action changed) : ISubscriptionStore
{
    public Task<SubscriptionChanges> GetChangesAsync(long sinceVersion, CancellationToken cancellationToken) =>
        database.RunAsync((session, token) => SubscriptionReads.ChangesAsync(session, sinceVersion, token), cancellationToken);

    public Task<StoredSubscription?> GetAsync(SubscriptionId id, CancellationToken cancellationToken) =>
        database.RunAsync((session, token) => SubscriptionReads.GetAsync(session, id, token), cancellationToken);

    public Task<StoredSubscription?> FindByKeyAsync(string? tenantId, string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return database.RunAsync((session, token) => SubscriptionReads.FindByKeyAsync(session, tenantId, key, token), cancellationToken);
    }

    public Task<IReadOnlyList<StoredSubscription>> ListAsync(SubscriptionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return database.RunAsync((session, token) => SubscriptionReads.ListAsync(session, query, token), cancellationToken);
    }

    public async Task<StoredSubscription?> CreateAsync(StoredSubscription subscription, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        try
        {
            return await WriteAsync((session, token) => SubscriptionWrites.CreateAsync(session, subscription, token), cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "wms_webhook_subscription_key" })
        {
            return null;    // another node took the key at the same moment
        }
    }

    public Task<StoredSubscription?> UpdateAsync(StoredSubscription subscription, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return WriteAsync((session, token) => SubscriptionWrites.UpdateAsync(session, subscription, token), cancellationToken);
    }

    private async Task<StoredSubscription?> WriteAsync(Func<PgSession, CancellationToken, Task<StoredSubscription?>> write, CancellationToken cancellationToken)
    {
        // A second create would be a second webhook, and a second update would be told that somebody was faster.
        var written = await database.TransactUnlessInDoubtAsync(write, cancellationToken).ConfigureAwait(false);
        if (written is not null)
        {
            changed();
        }

        return written;
    }
}
