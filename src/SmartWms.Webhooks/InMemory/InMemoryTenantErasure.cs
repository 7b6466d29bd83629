using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.InMemory;

/// <summary>Erases a tenant from memory.</summary>
/// <param name="database">Shared with the other stores.</param>
internal sealed class InMemoryTenantErasure(InMemoryDatabase database) : ITenantErasure
{
    public Task<int> EraseTenantAsync(string? tenantId, int limit, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<int>(cancellationToken);
        }

        var rows = 0;
        lock (database.Gate)
        {
            foreach (var row in database.Events.OfTenant(tenantId, limit))
            {
                rows += 1 + row.DeliveryIds().Count(database.Deliveries.Erase);
                database.Events.Erase(row);
            }
        }

        return Task.FromResult(rows);
    }
}
