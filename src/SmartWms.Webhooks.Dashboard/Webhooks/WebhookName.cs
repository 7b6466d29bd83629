using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>What a webhook is called where the log tells of it: a deleted one keeps its name there, but has no page any more.</summary>
/// <param name="Id">Which.</param>
/// <param name="Text">Its name; its id when it is not known.</param>
/// <param name="IsDeleted">Whether no link may lead to it.</param>
internal sealed record WebhookName(SubscriptionId Id, string Text, bool IsDeleted)
{
    public static WebhookName Of(WebhookSubscription webhook) => new(webhook.Id, webhook.Name, false);

    public static async Task<WebhookName> OfAsync(Visit visit, SubscriptionId id) =>
        await visit.Service<ISubscriptionStore>().GetAsync(id, visit.Cancelled).ConfigureAwait(false) is { } stored && visit.Tenant.Includes(stored.TenantId)
            ? new WebhookName(id, stored.Name, stored.State == SubscriptionState.Deleted)
            : new WebhookName(id, id.ToString(), true);

    public static async Task<IReadOnlyDictionary<SubscriptionId, WebhookName>> OfEachAsync(Visit visit, IEnumerable<SubscriptionId> ids)
    {
        var names = new Dictionary<SubscriptionId, WebhookName>();
        foreach (var id in ids.Distinct())
        {
            names[id] = await OfAsync(visit, id).ConfigureAwait(false);
        }

        return names;
    }
}
