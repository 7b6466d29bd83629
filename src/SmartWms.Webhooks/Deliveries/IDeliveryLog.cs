using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>What people read of deliveries. Reads never wait for the engine's writes.</summary>
public interface IDeliveryLog
{
    /// <summary>A page of deliveries, newest (highest id) first.</summary>
    /// <param name="query">Filters and page.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>At most <see cref="DeliveryQuery.PageSize"/> rows; fewer means that no more follow.</returns>
    Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// One delivery with its body and its attempts, of which no more is read than <see cref="DeliveryDetails"/> holds: the first and the newest, the older of them without their answers.
    /// Pages ask for it every few seconds, and a delivery may have been resent without end.
    /// </summary>
    /// <param name="delivery">Which.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>The delivery, or <see langword="null"/> when there is none for whom asked.</returns>
    Task<DeliveryDetails?> GetAsync(DeliveryId delivery, TenantScope tenant, CancellationToken cancellationToken);
}
