using System.Globalization;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Dashboard.Mapping;
using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Dashboard.Webhooks;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Audit;

/// <summary>Who changed what.</summary>
internal static class AuditRoutes
{
    private const int PageSize = 50;

    public static void Map(DashboardRoutes routes) => routes.Page("/audit", ShowAsync);

    private static async Task<IResult> ShowAsync(Visit visit)
    {
        SubscriptionId? webhook = visit.Query("webhook") is null ? null
            : SubscriptionId.TryParse(visit.Query("webhook"), out var id) ? id
            : throw ApiRequest.NotFound();
        long? before = visit.Query("before") is not { } given ? null
            : long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last
            : throw ApiRequest.Invalid("'before' is a number such as 17.");
        var audit = visit.Service<IWebhookAudit>();
        var entries = await audit.ListAsync(
            new AuditQuery { Tenant = visit.Tenant, Webhook = webhook, Before = before, PageSize = PageSize }, visit.Cancelled).ConfigureAwait(false);
        var ids = entries.Select(entry => entry.Webhook).Append(webhook).OfType<SubscriptionId>();
        var names = await WebhookName.OfEachAsync(visit, ids).ConfigureAwait(false);
        var view = new AuditView(entries, webhook, names, entries.Count == PageSize ? entries[^1].Id : null, before is null, audit.IsKept);
        return await visit.PageAsync<AuditPage>(visit.Ui.T["audit.title"], view).ConfigureAwait(false);
    }
}
