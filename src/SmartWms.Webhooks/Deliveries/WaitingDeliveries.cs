using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>Unfinished deliveries of one webhook.</summary>
/// <param name="Subscription">Whose.</param>
/// <param name="Count">How many, those being sent and those that wait for their next attempt included; a store may stop counting at <see cref="Most"/>.</param>
/// <param name="OldestDueAt">Since when the longest due one is due; <see langword="null"/> when none is due yet.</param>
public readonly record struct WaitingDeliveries(SubscriptionId Subscription, long Count, DateTimeOffset? OldestDueAt)
{
    /// <summary>Where counting ends: 1,000, so that a look at many full webhooks stays cheap. People are shown "1,000 or more".</summary>
    public const int Most = 1_000;
}
