using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>Which of a lane's due deliveries are wanted.</summary>
public enum LanePick
{
    /// <summary>Those due longest.</summary>
    LongestDue = 0,

    /// <summary>Only the oldest delivery that has been attempted before (lowest id), if it is due; if none has been attempted, the one due longest. For an open circuit.</summary>
    Oldest = 1,

    /// <summary>As <see cref="Oldest"/>, and if that is not due yet, the one due longest.</summary>
    OldestElseLongestDue = 2,
}

/// <summary>How much of one lane is wanted.</summary>
/// <param name="Subscription">The lane.</param>
/// <param name="Max">At most this many rows: the lane's free slots on this node.</param>
/// <param name="Pick">Which rows.</param>
/// <param name="NotBefore">Low watermark: rows due earlier need not be looked at. Default: look at all.</param>
public readonly record struct LaneClaim(SubscriptionId Subscription, int Max, LanePick Pick = LanePick.LongestDue, DateTimeOffset NotBefore = default);
