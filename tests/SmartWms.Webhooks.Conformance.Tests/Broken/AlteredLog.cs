using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>A log of which a test replaces what it wants to break.</summary>
internal sealed class AlteredLog(IDeliveryLog inner) : IDeliveryLog
{
    public Func<DeliveryQuery, CancellationToken, Task<IReadOnlyList<DeliverySummary>>> List { get; init; } = inner.ListAsync;

    public Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken) => List(query, cancellationToken);

    public Task<DeliveryDetails?> GetAsync(DeliveryId delivery, TenantScope tenant, CancellationToken cancellationToken) =>
        inner.GetAsync(delivery, tenant, cancellationToken);
}
