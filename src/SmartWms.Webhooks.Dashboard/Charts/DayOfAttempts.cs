using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Statistics;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Charts;

/// <summary>Where the numbers of the charts and of the overview are read, and nowhere else.</summary>
internal static class DayOfAttempts
{
    /// <summary>So that a page stays cheap where hundreds of webhooks are stopped, each with a full queue.</summary>
    private const int MostStopped = 200;

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

    /// <summary>The last 24 hours of one webhook.</summary>
    public static async Task<IReadOnlyList<Point>> ReadAsync(Visit visit, SubscriptionId webhook) =>
        (await ReadEachAsync(visit, [webhook]).ConfigureAwait(false)).GetValueOrDefault(webhook, []);

    /// <summary>What waits for whom the visitor works for, held deliveries left out. Of everybody's the store knows what is due now; of one tenant's it is counted webhook by webhook.</summary>
    public static async Task<Waiting?> WaitingAsync(Visit visit, IEnumerable<WebhookSubscription> webhooks)
    {
        if (!visit.Tenant.IsLimited)
        {
            var backlog = await visit.Service<IDeliveryStore>().GetBacklogAsync(visit.Ui.Now, visit.Cancelled).ConfigureAwait(false);
            return new Waiting(backlog.Due, false, backlog.OldestDueAt);
        }

        var statistics = visit.Service<IWebhookStatistics>();
        if (!statistics.AreKept)
        {
            return null;
        }

        var stopped = webhooks.Where(IsStopped).Select(webhook => webhook.Id).ToHashSet();
        var all = await statistics.ListWaitingAsync(visit.Tenant, visit.Cancelled).ConfigureAwait(false);
        var each = all.Where(webhook => !stopped.Contains(webhook.Subscription)).ToList();
        return new Waiting(each.Sum(webhook => webhook.Count), each.Any(webhook => webhook.Count >= WaitingDeliveries.Most), each.Min(webhook => webhook.OldestDueAt));
    }

    /// <summary>What the stopped ones of these webhooks hold.</summary>
    public static async Task<Held> HeldAsync(Visit visit, params IEnumerable<WebhookSubscription> webhooks)
    {
        SubscriptionId[] stopped = [.. webhooks.Where(IsStopped).Select(webhook => webhook.Id)];
        if (stopped.Length == 0 || visit.Service<WebhookStores>().Statistics is not { } store)
        {
            return Held.None;
        }

        var waiting = await store.ListWaitingAsync([.. stopped.Take(MostStopped)], visit.Ui.Now, visit.Cancelled).ConfigureAwait(false);
        return new Held(waiting.ToDictionary(each => each.Subscription, each => each.Count), stopped.Length > MostStopped);
    }

    private static bool IsStopped(WebhookSubscription webhook) => webhook.State is SubscriptionState.Paused or SubscriptionState.Disabled;

    /// <summary>24 points, of which the last is the hour that is not over.</summary>
    private static StatisticsQuery Query(Visit visit) =>
        new() { From = visit.Ui.Now.AddHours(-23), Until = visit.Ui.Now.AddTicks(1), Width = Hour, Tenant = visit.Tenant };

    private static IReadOnlyList<Point> Points(WebhookStatistics statistics) =>
        [.. statistics.Points.Select(point => new Point(point.Since, point.Delivered, point.Failed, point.P50?.TotalMilliseconds, point.P95?.TotalMilliseconds))];
}
