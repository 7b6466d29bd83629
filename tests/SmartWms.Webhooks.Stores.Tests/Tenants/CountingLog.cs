using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Tenants;

/// <summary>A real log, with how often it was asked for a page.</summary>
internal sealed class CountingLog(IDeliveryLog inner) : IDeliveryLog
{
    private int _lists;

    public int Lists => Volatile.Read(ref _lists);

    public Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lists);
        return inner.ListAsync(query, cancellationToken);
    }

    public Task<DeliveryDetails?> GetAsync(DeliveryId delivery, TenantScope tenant, CancellationToken cancellationToken) => inner.GetAsync(delivery, tenant, cancellationToken);
}
