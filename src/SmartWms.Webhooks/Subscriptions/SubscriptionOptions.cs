namespace SmartWms.Webhooks.Subscriptions;

/// <summary>What webhooks that say nothing of their own get.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>An attempt's deadline, from look-up to the last byte: 1 to 30 seconds.</summary>
    /// <value>10 seconds: twice what the Thai document asks of receivers.</value>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests in flight to one webhook on one node: 1 to 256.</summary>
    /// <value>8.</value>
    public int MaxInFlight { get; set; } = 8;

    /// <summary>For how long a rotated secret goes on: 0 to 7 days.</summary>
    /// <value>24 hours.</value>
    public TimeSpan RotationOverlap { get; set; } = TimeSpan.FromHours(24);
}
