using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>A secret that is shown this once.</summary>
/// <param name="Made">The webhook and its secret.</param>
/// <param name="IsNew">Whether the webhook was just made; else its secret was rotated.</param>
/// <param name="Contract">How requests are signed; <see langword="null"/> when this host does not know it.</param>
internal sealed record SecretView(WebhookWithSecret Made, bool IsNew, WebhookContract? Contract)
{
    /// <summary>Whether requests are signed as Standard Webhooks says.</summary>
    public bool IsStandard => Contract?.Scheme == SignatureScheme.StandardWebhooks;

    /// <summary>Whether the secret begins as ours do: people take that for a label and leave it out of the key.</summary>
    public bool HasPrefix => Made.Secret.Reveal().StartsWith("whsec_", StringComparison.Ordinal);

    public static SecretView Of(WebhookWithSecret made, bool isNew, ContractCatalogue contracts) => new(made, isNew, contracts.Find(made.Webhook.Contract));
}
