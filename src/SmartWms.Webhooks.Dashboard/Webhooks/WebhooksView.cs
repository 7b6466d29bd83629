using SmartWms.Webhooks.Dashboard.Charts;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>A page of webhooks.</summary>
/// <param name="Webhooks">By id.</param>
/// <param name="Text">What their name or URL holds.</param>
/// <param name="State">In which state they are.</param>
/// <param name="Next">What the next page begins after; <see langword="null"/> when it is the last.</param>
/// <param name="IsFirst">Whether it is the first page.</param>
/// <param name="Days">The last 24 hours of each that has been called.</param>
/// <param name="Held">What the stopped ones of the page hold.</param>
internal sealed record WebhooksView(
    IReadOnlyList<WebhookSubscription> Webhooks, string? Text, SubscriptionState? State, SubscriptionId? Next, bool IsFirst, IReadOnlyDictionary<SubscriptionId, IReadOnlyList<Point>> Days, Held Held)
{
    public bool IsFiltered => Text is not null || State is not null;
}
