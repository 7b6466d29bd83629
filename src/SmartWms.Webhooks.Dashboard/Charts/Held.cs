using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Charts;

/// <summary>What is held: deliveries of webhooks that people paused or the engine disabled. Each webhook's count may end at <see cref="WaitingDeliveries.Most"/>.</summary>
/// <param name="Counts">Of each webhook that holds any.</param>
/// <param name="IsPart">Whether not every stopped webhook was looked at.</param>
internal sealed record Held(IReadOnlyDictionary<SubscriptionId, long> Counts, bool IsPart)
{
    public static Held None { get; } = new(new Dictionary<SubscriptionId, long>(), false);

    public long Of(SubscriptionId webhook) => Counts.GetValueOrDefault(webhook);

    /// <summary>Of these webhooks together.</summary>
    public (long Count, bool MayBeMore) Of(IEnumerable<WebhookSubscription> webhooks)
    {
        var counts = webhooks.Select(webhook => Of(webhook.Id)).ToList();
        return (counts.Sum(), IsPart || counts.Exists(MayBeMore));
    }

    public static bool MayBeMore(long count) => count >= WaitingDeliveries.Most;
}
