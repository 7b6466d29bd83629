using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>Failed deliveries to make due again.</summary>
/// <param name="Subscription">Whose.</param>
/// <param name="Since">Only those added at or after this.</param>
/// <param name="After">Go on after this delivery; default: from the start.</param>
/// <param name="Limit">At most this many.</param>
public sealed record RecoverRequest(SubscriptionId Subscription, DateTimeOffset Since, DeliveryId After, int Limit);
