using SmartWms.Webhooks.Dashboard.Charts;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>One webhook's settings.</summary>
/// <param name="Webhook">As it is.</param>
/// <param name="Fields">As typed so far.</param>
/// <param name="Choices">What the form offers.</param>
/// <param name="Tests">Which types a test can be sent of.</param>
/// <param name="Held">What it holds while it is stopped.</param>
/// <param name="Error">Why a change was refused.</param>
internal sealed record SettingsView(WebhookSubscription Webhook, WebhookFields Fields, FormChoices Choices, IReadOnlyList<string> Tests, Held Held, string? Error);
