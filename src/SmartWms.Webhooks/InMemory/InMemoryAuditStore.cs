using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.InMemory;

/// <summary>The audit trail in memory.</summary>
/// <param name="database">Shared with the other stores.</param>
internal sealed class InMemoryAuditStore(InMemoryDatabase database) : IAuditStore
{
    private long _lastId;

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        lock (database.Gate)
        {
            database.Audit.Add(entry with { Id = ++_lastId });
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyList<AuditEntry>>(
            [
                .. database.Audit.AsEnumerable().Reverse()
                    .Where(entry => (query.Before is null || entry.Id < query.Before) && (query.Webhook is null || entry.Webhook == query.Webhook) && query.Tenant.Includes(entry.TenantId))
                    .Take(query.PageSize),
            ]);
        }
    }

    public Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            HashSet<long> old = [.. database.Audit.Where(entry => entry.At < before).Take(limit).Select(entry => entry.Id)];
            return Task.FromResult(database.Audit.RemoveAll(entry => old.Contains(entry.Id)));
        }
    }
}
