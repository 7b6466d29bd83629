using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Alerts;

/// <summary>Something went wrong that a person should look at.</summary>
/// <param name="Kind">What.</param>
/// <param name="Subscription">Which webhook.</param>
/// <param name="WebhookName">Its name.</param>
/// <param name="TenantId">Its tenant.</param>
/// <param name="Delivery">The delivery that showed it.</param>
/// <param name="Failure">How that failed.</param>
/// <param name="Reason">In words.</param>
/// <param name="At">When.</param>
/// <param name="Folded">How many more of the same were folded into this one since the last alert about this webhook.</param>
public sealed record WebhookAlert(
    WebhookAlertKind Kind, SubscriptionId Subscription, string WebhookName, string? TenantId, DeliveryId Delivery, FailureClass Failure, string Reason, DateTimeOffset At, int Folded);
