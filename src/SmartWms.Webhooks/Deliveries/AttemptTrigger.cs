namespace SmartWms.Webhooks.Deliveries;

/// <summary>Why an attempt is made.</summary>
public enum AttemptTrigger
{
    /// <summary>The retry schedule.</summary>
    Scheduled = 0,

    /// <summary>A person pressed Resend: one attempt, found apart from the lanes, held back by nothing.</summary>
    Resend = 1,

    /// <summary>A person recovers all failed deliveries since a time: one attempt each, inside cap, rate and circuit.</summary>
    Recover = 2,

    /// <summary>A person pressed Send test: one attempt by the calling node, never repeated.</summary>
    Test = 3,
}
