namespace SmartWms.Webhooks.Lanes;

/// <summary>How much is in flight on this node, and when a failing receiver is spared.</summary>
public sealed class LaneOptions
{
    /// <summary>Requests in flight on this node, 1 to 10,000. Slow lanes share at most half of it.</summary>
    /// <value>1,024.</value>
    public int MaxInFlight { get; set; } = 1024;

    /// <summary>The circuit, per node and webhook.</summary>
    public CircuitOptions Circuit { get; } = new();
}
