using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Pump;

/// <summary>A result to be stored, or a delivery to be given back.</summary>
/// <param name="Delivery">What was claimed.</param>
/// <param name="Record">The result; <see langword="null"/> for a release.</param>
/// <param name="Release">The release, when there is no record.</param>
internal readonly record struct RecordItem(ClaimedDelivery Delivery, DeliveryRecord? Record, DeliveryRelease Release = default);
