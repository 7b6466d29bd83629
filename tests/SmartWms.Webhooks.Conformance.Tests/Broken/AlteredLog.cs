using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>A log of which a test replaces what it wants to break.</summary>
internal sealed class AlteredLog(IDeliveryLog inner) : IDeliveryLog
{
    public Func<DeliveryQuery, CancellationToken, Task<IReadOnlyList<DeliverySummary>>> List { get; init; } = inner.ListAsync;

    /// <summary>Every delivery that is read passes by here.</summary>
    public Func<DeliveryDetails, DeliveryDetails> Read { get; init; } = details => details;

    public Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken) => List(query, cancellationToken);

    public async Task<DeliveryDetails?> GetAsync(DeliveryId delivery, TenantScope tenant, CancellationToken cancellationToken) =>
        await inner.GetAsync(delivery, tenant, cancellationToken) is { } details ? Read(details) : null;
}
