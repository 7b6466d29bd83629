namespace SmartWms.Webhooks.Lanes;

/// <summary>When a node stops calling a failing receiver, and for how long.</summary>
public sealed class CircuitOptions
{
    /// <summary>Share of failed attempts that opens it, more than 0 up to 1.</summary>
    /// <value>1: every attempt failed.</value>
    public double FailureRatio { get; set; } = 1.0;

    /// <summary>At least this many attempts in the window, 2 to 1,000.</summary>
    /// <value>5.</value>
    public int MinimumAttempts { get; set; } = 5;

    /// <summary>The window, 1 second to 1 hour.</summary>
    /// <value>60 seconds.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long it stays open between two looks, 1 second to 1 hour. While open at most one attempt is in flight.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan OpenFor { get; set; } = TimeSpan.FromSeconds(30);
}
