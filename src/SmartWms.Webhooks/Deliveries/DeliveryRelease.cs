namespace SmartWms.Webhooks.Deliveries;

/// <summary>A claimed delivery that was not started and is given back.</summary>
/// <param name="Delivery">Which.</param>
/// <param name="LeaseToken">The proof of the claim; when it is no longer the row's, nothing happens.</param>
/// <param name="DueAt">When it is due again.</param>
public readonly record struct DeliveryRelease(DeliveryId Delivery, long LeaseToken, DateTimeOffset DueAt);
