using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>A secret that is shown this once.</summary>
/// <param name="Made">The webhook and its secret.</param>
/// <param name="IsNew">Whether the webhook was just made; else its secret was rotated.</param>
/// <param name="IsStandard">Whether requests are signed as Standard Webhooks says.</param>
internal sealed record SecretView(WebhookWithSecret Made, bool IsNew, bool IsStandard)
{
    public static SecretView Of(WebhookWithSecret made, bool isNew, ContractCatalogue contracts) =>
        new(made, isNew, contracts.Find(made.Webhook.Contract)?.Scheme == SignatureScheme.StandardWebhooks);
}
