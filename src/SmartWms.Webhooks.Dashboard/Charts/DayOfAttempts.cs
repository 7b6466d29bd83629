using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Statistics;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Charts;

/// <summary>Where the numbers of the charts and of the overview are read, and nowhere else.</summary>
internal static class DayOfAttempts
{
    /// <summary>So that a page stays cheap where hundreds of webhooks have a full queue each.</summary>
    private const int MostCounted = 200;

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

    /// <summary>What these webhooks have not finished, counted webhook by webhook for everybody alike, held deliveries left out; <see langword="null"/> where nobody counts anything.</summary>
    public static async Task<Waiting?> WaitingAsync(Visit visit, IReadOnlyList<WebhookSubscription> webhooks, bool mayBeMoreWebhooks)
    {
        var statistics = visit.Service<IWebhookStatistics>();
        Backlog? backlog = visit.Tenant.IsLimited ? null : await statistics.ReadBacklogAsync(visit.Cancelled).ConfigureAwait(false);
        if (!statistics.AreKept)
        {
            return backlog is { } known ? new Waiting(null, false, known.Due, known.OldestDueAt) : null;
        }

        SubscriptionId[] active = [.. webhooks.Where(webhook => webhook.State == SubscriptionState.Active).Select(webhook => webhook.Id)];
        var each = await statistics.ListWaitingAsync([.. active.Take(MostCounted)], visit.Tenant, visit.Cancelled).ConfigureAwait(false);
        return new Waiting(
            Math.Max(each.Sum(webhook => webhook.Count), backlog?.Due ?? 0),
            mayBeMoreWebhooks || active.Length > MostCounted || each.Any(webhook => webhook.Count >= WaitingDeliveries.Most),
            backlog?.Due,
            backlog is { } all ? all.OldestDueAt : each.Min(webhook => webhook.OldestDueAt));
    }

    /// <summary>What the stopped ones of these webhooks hold.</summary>
    public static async Task<Held> HeldAsync(Visit visit, params IEnumerable<WebhookSubscription> webhooks)
    {
        SubscriptionId[] stopped = [.. webhooks.Where(IsStopped).Select(webhook => webhook.Id)];
        var statistics = visit.Service<IWebhookStatistics>();
        if (stopped.Length == 0 || !statistics.AreKept)
        {
            return Held.None;
        }

        var waiting = await statistics.ListWaitingAsync([.. stopped.Take(MostCounted)], visit.Tenant, visit.Cancelled).ConfigureAwait(false);
        return new Held(waiting.ToDictionary(each => each.Subscription, each => each.Count), stopped.Length > MostCounted);
    }

    private static bool IsStopped(WebhookSubscription webhook) => webhook.State is SubscriptionState.Paused or SubscriptionState.Disabled;

    /// <summary>24 points, of which the last is the hour that is not over.</summary>
    private static StatisticsQuery Query(Visit visit) =>
        new() { From = visit.Ui.Now.AddHours(-23), Until = visit.Ui.Now.AddTicks(1), Width = Hour, Tenant = visit.Tenant };

    private static IReadOnlyList<Point> Points(WebhookStatistics statistics) =>
        [.. statistics.Points.Select(point => new Point(point.Since, point.Delivered, point.Failed, point.P50?.TotalMilliseconds, point.P95?.TotalMilliseconds))];
}
