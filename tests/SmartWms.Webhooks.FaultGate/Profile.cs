namespace SmartWms.Webhooks.FaultGate;

/// <summary>How much is broken.</summary>
internal enum Profile
{
    /// <summary>Minutes.</summary>
    Ci = 0,

    /// <summary>An hour.</summary>
    Standard,

    /// <summary>As long as one likes.</summary>
    Long,
}
