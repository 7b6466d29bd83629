using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>A log that, once tired, reads first pages only: for any other it says that it took too long.</summary>
internal sealed class LogThatTires(IDeliveryLog inner) : IDeliveryLog
{
    public bool IsTired { get; set; }

    public Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken) =>
        IsTired && query.Before != default ? throw new WebhookReadTimeoutException() : inner.ListAsync(query, cancellationToken);

    public Task<DeliveryDetails?> GetAsync(DeliveryId delivery, TenantScope tenant, CancellationToken cancellationToken) => inner.GetAsync(delivery, tenant, cancellationToken);
}
