using SmartWms.Webhooks.Dashboard.Webhooks;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>One delivery.</summary>
/// <param name="Details">All that is known of it.</param>
/// <param name="Webhook">Its webhook; <see langword="null"/> once deleted.</param>
/// <param name="Name">What its webhook is called, deleted or not.</param>
/// <param name="Contract">Its webhook's, as requests are signed and repeated now; <see langword="null"/> when this host does not know it.</param>
/// <param name="ChangedAt">When its webhook's requests were changed last after its last attempt; <see langword="null"/> when nothing is known of it.</param>
internal sealed record DeliveryView(DeliveryDetails Details, WebhookSubscription? Webhook, WebhookName Name, WebhookContract? Contract, DateTimeOffset? ChangedAt)
{
    public DeliverySummary Delivery => Details.Delivery;

    public bool CanBeSent => Webhook is not null && Details.Body is not null && Delivery.State != DeliveryState.Sending;

    public bool CanBeCancelled => Delivery.State == DeliveryState.Pending;

    /// <summary>How many attempts the schedule has.</summary>
    public int? Attempts => (Webhook?.Schedule?.Count ?? Contract?.Delays.Count) + 1;

    public IReadOnlyList<KeyValuePair<string, string>> Headers => RequestText.Headers(this);

    public string? Curl => Webhook is null || Details.Body is not { } body ? null : RequestText.Curl(Webhook.Url, Headers, body);
}
