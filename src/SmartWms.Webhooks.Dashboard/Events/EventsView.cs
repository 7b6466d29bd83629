using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Events;

/// <summary>The event catalogue.</summary>
/// <param name="Types">Every type.</param>
/// <param name="Contracts">Every contract, the host's standard one first.</param>
internal sealed record EventsView(IReadOnlyList<WebhookEventType> Types, IReadOnlyList<WebhookContract> Contracts);
