using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Statistics;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Statistics;

/// <summary>How receivers do: charts of requests, together and webhook by webhook, and what waits.</summary>
internal static class StatisticsRoutes
{
    private static readonly string[] Parameters = ["webhook", "from", "to", "widthMinutes"];

    public static void Map(ApiRoutes routes)
    {
        routes.Get("/statistics", "read statistics", TogetherAsync, Parameters);
        routes.Get("/statistics/webhooks", "read statistics of each webhook", EachAsync, Parameters);
        routes.Get("/statistics/waiting", "list what waits", WaitingAsync);
    }

    private static async Task<IResult> TogetherAsync(ApiRequest request)
    {
        var query = Query(request);
        var chart = await request.Service<IWebhookStatistics>().ReadAsync(query, request.Cancelled).ConfigureAwait(false);
        return TypedResults.Json(StatisticsView.Of(query.Webhooks is [var only] ? only.ToString() : null, chart), ReadableJson.Types.StatisticsView);
    }

    private static async Task<IResult> EachAsync(ApiRequest request)
    {
        var charts = await request.Service<IWebhookStatistics>().ReadEachAsync(Query(request), request.Cancelled).ConfigureAwait(false);
        var views = charts.OrderBy(pair => pair.Key).Select(pair => StatisticsView.Of(pair.Key.ToString(), pair.Value));
        return TypedResults.Json(new Page<StatisticsView>([.. views], null), ReadableJson.Types.PageStatisticsView);
    }

    private static async Task<IResult> WaitingAsync(ApiRequest request)
    {
        var waiting = await request.Service<IWebhookStatistics>().ListWaitingAsync(request.Tenant, request.Cancelled).ConfigureAwait(false);
        var views = waiting.Select(webhook => new WaitingView(webhook.Subscription.ToString(), webhook.Count, webhook.OldestDueAt));
        return TypedResults.Json(new Page<WaitingView>([.. views], null), ReadableJson.Types.PageWaitingView);
    }

    /// <summary>The last day by the hour, unless the request says otherwise.</summary>
    private static StatisticsQuery Query(ApiRequest request)
    {
        var until = request.Query.Time("to") ?? request.Service<TimeProvider>().GetUtcNow();
        return new StatisticsQuery
        {
            From = request.Query.Time("from") ?? until.AddDays(-1),
            Until = until,
            Width = TimeSpan.FromMinutes(request.Query.Number("widthMinutes", 60, 366 * 24 * 60)),
            Webhooks = request.Query.Id<SubscriptionId>("webhook", SubscriptionId.TryParse) is { } webhook ? [webhook] : null,
            Tenant = request.Tenant,
        };
    }
}
