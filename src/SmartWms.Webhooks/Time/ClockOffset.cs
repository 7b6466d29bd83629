namespace SmartWms.Webhooks.Time;

/// <summary>Where the engine's clock comes from.</summary>
public enum ClockOffset
{
    /// <summary>This machine's clock moved to the store's own, where it has one.</summary>
    Measured = 0,

    /// <summary>This machine's clock alone; for tests that move time.</summary>
    None = 1,
}
