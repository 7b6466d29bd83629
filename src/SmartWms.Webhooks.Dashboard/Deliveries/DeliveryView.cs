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
/// <param name="NoNodeDelivers">Whether it waits in vain, as no node sends anything.</param>
internal sealed record DeliveryView(
    DeliveryDetails Details, WebhookSubscription? Webhook, WebhookName Name, WebhookContract? Contract, DateTimeOffset? ChangedAt, bool NoNodeDelivers)
{
    public DeliverySummary Delivery => Details.Delivery;

    public bool CanBeSent => Webhook is not null && Details.Body is not null && Delivery.State != DeliveryState.Sending;

    public bool CanBeCancelled => Delivery.State == DeliveryState.Pending;

    /// <summary>How many retries the schedule has.</summary>
    public int? Retries => Webhook?.Schedule?.Count ?? Contract?.Delays.Count;

    /// <summary>Whether its schedule has begun and its next attempt is yet to come; what a person asked for is no part of it and due at once.</summary>
    public bool WaitsForRetry(DateTimeOffset now) => Delivery.State == DeliveryState.Pending && Delivery.DueAt > now && Details.Attempts.Any(attempt => attempt.NextAt is not null);

    /// <summary>Whether the attempt's plan still stands: a Resend, a Cancel or another attempt may have come instead.</summary>
    public bool IsNext(DeliveryAttempt attempt) =>
        Delivery is { State: DeliveryState.Pending, IsHeld: false, DueAt: { } due } && !NoNodeDelivers && attempt.NextAt is { } next && (next - due).Duration() < TimeSpan.FromSeconds(1);

    public IReadOnlyList<KeyValuePair<string, string>> Headers => RequestText.Headers(this);

    public string? Curl => Webhook is null || Details.Body is not { } body ? null : RequestText.Curl(Webhook.Url, Headers, body);
}
