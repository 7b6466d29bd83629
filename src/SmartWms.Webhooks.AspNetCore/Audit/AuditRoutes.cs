using System.Globalization;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Audit;

/// <summary>The audit trail, newest first.</summary>
internal static class AuditRoutes
{
    private const int PageSize = 50;

    public static void Map(ApiRoutes routes) => routes.Get("/audit", "read audit trail", ListAsync, "webhook", "before", "limit");

    private static async Task<IResult> ListAsync(ApiRequest request)
    {
        var query = new AuditQuery
        {
            Tenant = request.Tenant,
            Webhook = request.Query.Id<SubscriptionId>("webhook", SubscriptionId.TryParse),
            Before = request.Query.Id<long>("before", TryParse),
            PageSize = request.Query.PageSize(PageSize),
        };
        var entries = await request.Service<IWebhookAudit>().ListAsync(query, request.Cancelled).ConfigureAwait(false);
        var next = entries.Count == query.PageSize ? entries[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Json(new Page<AuditView>([.. entries.Select(AuditView.Of)], next), ReadableJson.Types.PageAuditView);
    }

    private static bool TryParse(string? text, out long id) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);
}
