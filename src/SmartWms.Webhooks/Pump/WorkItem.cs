using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Pump;

/// <summary>A claimed delivery on its way through this node.</summary>
/// <param name="Delivery">What was claimed.</param>
/// <param name="Lane">The lane whose slot it holds; <see langword="null"/> for a resend, which holds one outside the lanes.</param>
/// <param name="LeaseEndsAt">When the lease is over, on the monotonic clock, counted from before the claim.</param>
internal sealed record WorkItem(ClaimedDelivery Delivery, SubscriptionId? Lane, TimeSpan LeaseEndsAt);
