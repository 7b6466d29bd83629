using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Testbed;

/// <summary>A log whose lists end only when they are told to stop.</summary>
public sealed class SlowLog(IDeliveryLog inner) : IDeliveryLog
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first list was asked for.</summary>
    public Task Asked => _asked.Task;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return [];
    }

    /// <inheritdoc/>
    public Task<DeliveryDetails?> GetAsync(DeliveryId delivery, TenantScope tenant, CancellationToken cancellationToken) => inner.GetAsync(delivery, tenant, cancellationToken);
}
