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
