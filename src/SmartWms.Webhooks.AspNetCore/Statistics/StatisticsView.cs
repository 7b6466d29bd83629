using SmartWms.Webhooks.Statistics;

namespace SmartWms.Webhooks.AspNetCore.Statistics;

/// <summary>A chart of requests, of one webhook where it says whose.</summary>
internal sealed record StatisticsView(string? WebhookId, StatisticsPointView Total, IReadOnlyList<StatisticsPointView> Points)
{
    public static StatisticsView Of(string? webhook, WebhookStatistics statistics) =>
        new(webhook, StatisticsPointView.Of(statistics.Total), [.. statistics.Points.Select(StatisticsPointView.Of)]);
}
