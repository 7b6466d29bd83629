using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Charts;

/// <summary>Where the numbers of the charts and of the overview are read, and nowhere else.</summary>
internal static class DayOfAttempts
{
    /// <summary>The last 24 hours of all webhooks, oldest first; empty where nobody counts them.</summary>
    public static Task<IReadOnlyList<Point>> ReadAsync(Visit visit) => NothingYet();

    /// <summary>The last 24 hours of each of these webhooks.</summary>
    public static Task<IReadOnlyDictionary<SubscriptionId, IReadOnlyList<Point>>> ReadEachAsync(Visit visit, IEnumerable<SubscriptionId> webhooks) =>
        Task.FromResult<IReadOnlyDictionary<SubscriptionId, IReadOnlyList<Point>>>(new Dictionary<SubscriptionId, IReadOnlyList<Point>>());

    /// <summary>What is due now; <see langword="null"/> for who works for one tenant, as the store counts all of them together.</summary>
    public static async Task<Backlog?> BacklogAsync(Visit visit) =>
        visit.Tenant.IsLimited ? null : await visit.Service<IDeliveryStore>().GetBacklogAsync(visit.Ui.Now, visit.Cancelled).ConfigureAwait(false);

    private static Task<IReadOnlyList<Point>> NothingYet() => Task.FromResult<IReadOnlyList<Point>>([]);
}
