using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>How much of one lane is wanted.</summary>
/// <param name="Subscription">The lane.</param>
/// <param name="Max">At most this many rows: the lane's free slots on this node.</param>
/// <param name="Pick">Which rows.</param>
/// <param name="NotBefore">Low watermark: rows due earlier need not be looked at. Default: look at all.</param>
public readonly record struct LaneClaim(SubscriptionId Subscription, int Max, LanePick Pick = LanePick.LongestDue, DateTimeOffset NotBefore = default);
