using SmartWms.Webhooks.Dashboard.Webhooks;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>A row of the log as the documents show it.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Answer">The beginning of what was answered, for a failure; <see langword="null"/> when nothing was.</param>
/// <param name="Webhook">Where the list holds several webhooks'.</param>
internal sealed record DeliveryRow(DeliverySummary Delivery, string? Answer, WebhookName? Webhook);
