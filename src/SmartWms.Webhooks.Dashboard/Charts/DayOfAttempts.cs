using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Statistics;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Charts;

/// <summary>Where the numbers of the charts and of the overview are read, and nowhere else.</summary>
internal static class DayOfAttempts
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The last 24 hours of all webhooks by the hour, oldest first; empty where the store counts nothing.</summary>
    public static async Task<IReadOnlyList<Point>> ReadAsync(Visit visit)
    {
        var statistics = visit.Service<IWebhookStatistics>();
        return statistics.AreKept ? Points(await statistics.ReadAsync(Query(visit), visit.Cancelled).ConfigureAwait(false)) : [];
    }

    /// <summary>The last 24 hours of each of these webhooks that made a request.</summary>
    public static async Task<IReadOnlyDictionary<SubscriptionId, IReadOnlyList<Point>>> ReadEachAsync(Visit visit, IEnumerable<SubscriptionId> webhooks)
    {
        var each = await visit.Service<IWebhookStatistics>().ReadEachAsync(Query(visit) with { Webhooks = [.. webhooks] }, visit.Cancelled).ConfigureAwait(false);
        return each.ToDictionary(pair => pair.Key, pair => Points(pair.Value));
    }

    /// <summary>What is due now; <see langword="null"/> for who works for one tenant, as the store counts all of them together.</summary>
    public static async Task<Backlog?> BacklogAsync(Visit visit) =>
        visit.Tenant.IsLimited ? null : await visit.Service<IDeliveryStore>().GetBacklogAsync(visit.Ui.Now, visit.Cancelled).ConfigureAwait(false);

    /// <summary>24 points, of which the last is the hour that is not over.</summary>
    private static StatisticsQuery Query(Visit visit) =>
        new() { From = visit.Ui.Now.AddHours(-23), Until = visit.Ui.Now.AddTicks(1), Width = Hour, Tenant = visit.Tenant };

    private static IReadOnlyList<Point> Points(WebhookStatistics statistics) =>
        [.. statistics.Points.Select(point => new Point(point.Since, point.Delivered, point.Failed, point.P50?.TotalMilliseconds, point.P95?.TotalMilliseconds))];
}
