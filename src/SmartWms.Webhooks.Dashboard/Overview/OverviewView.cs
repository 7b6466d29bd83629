using SmartWms.Webhooks.Dashboard.Charts;
using SmartWms.Webhooks.Dashboard.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Overview;

/// <summary>The first page.</summary>
/// <param name="Broken">Disabled ones and those that fail now, the longest first.</param>
/// <param name="Paused">Stopped by people.</param>
/// <param name="Webhooks">How many there are in all.</param>
/// <param name="MayBeMore">Whether there are more than were looked at.</param>
/// <param name="Waiting">What waits to be sent; <see langword="null"/> where nobody counts it.</param>
/// <param name="Held">What paused and disabled webhooks hold.</param>
/// <param name="Day">The last 24 hours.</param>
/// <param name="Failed">The newest deliveries that failed for good.</param>
/// <param name="NoNodeDelivers">Whether nothing is sent, as no node does it.</param>
internal sealed record OverviewView(
    IReadOnlyList<WebhookSubscription> Broken, IReadOnlyList<WebhookSubscription> Paused, int Webhooks, bool MayBeMore, Waiting? Waiting, Held Held, IReadOnlyList<Point> Day, DeliveryList Failed, bool NoNodeDelivers)
{
    public bool IsFine => Broken.Count == 0 && !NoNodeDelivers;

    public IEnumerable<WebhookSubscription> Stopped => Broken.Concat(Paused).Where(webhook => webhook.State != SubscriptionState.Active);
}
