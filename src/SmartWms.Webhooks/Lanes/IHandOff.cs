using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Lanes;

/// <summary>How a publish passes deliveries straight to this node's pump: stored already leased, started after the commit, without being claimed.</summary>
internal interface IHandOff
{
    /// <summary>Takes a slot if nothing older may be due and nothing holds the lane back.</summary>
    /// <param name="subscription">The lane.</param>
    /// <param name="now">The time.</param>
    /// <returns>The lease token to store, or 0.</returns>
    long TryReserve(SubscriptionSnapshot subscription, DateTimeOffset now);

    /// <summary>The publish did not happen.</summary>
    /// <param name="subscription">The lane whose slot is free again.</param>
    void GiveBack(SubscriptionId subscription);

    /// <summary>The lease, for rows that are stored leased.</summary>
    TimeSpan Lease { get; }

    /// <summary>The publish is durable: start.</summary>
    /// <param name="delivery">What was stored leased.</param>
    /// <param name="reservedAt">Monotonic time before the publish: the lease counts from here at the latest.</param>
    void Start(ClaimedDelivery delivery, TimeSpan reservedAt);

    /// <summary>Rows are due that nobody holds.</summary>
    void WakeUp();
}
