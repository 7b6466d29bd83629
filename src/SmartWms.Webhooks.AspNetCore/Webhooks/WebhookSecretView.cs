using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Webhooks;

/// <summary>A webhook and its new secret. A class: a record would print it.</summary>
internal sealed class WebhookSecretView
{
    public required WebhookView Webhook { get; init; }

    /// <summary>Shown this once.</summary>
    public required string Secret { get; init; }

    public static WebhookSecretView Of(WebhookWithSecret made) => new() { Webhook = WebhookView.Of(made.Webhook), Secret = made.Secret.Reveal() };
}
