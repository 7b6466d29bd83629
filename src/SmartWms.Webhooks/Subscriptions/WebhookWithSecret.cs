using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>A webhook and its new secret, which can be shown to its owner this once.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Secret">Prints as <c>whsec_***</c>; <see cref="WebhookSecret.Reveal"/> gives the text.</param>
public sealed record WebhookWithSecret(WebhookSubscription Webhook, WebhookSecret Secret)
{
    /// <summary>The webhook's id.</summary>
    public SubscriptionId Id => Webhook.Id;
}
