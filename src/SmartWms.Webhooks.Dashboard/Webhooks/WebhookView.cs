using SmartWms.Webhooks.Dashboard.Charts;
using SmartWms.Webhooks.Dashboard.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>One webhook and a page of its log.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="List">Its deliveries.</param>
/// <param name="Day">Its last 24 hours; shown with the newest of its deliveries.</param>
/// <param name="Types">What its deliveries can be filtered by.</param>
/// <param name="Held">What it holds while it is stopped.</param>
/// <param name="Tests">Which types a test can be sent of.</param>
internal sealed record WebhookView(WebhookSubscription Webhook, DeliveryList List, IReadOnlyList<Point> Day, IReadOnlyList<string> Types, Held Held, IReadOnlyList<string> Tests);
