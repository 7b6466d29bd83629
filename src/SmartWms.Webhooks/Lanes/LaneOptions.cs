namespace SmartWms.Webhooks.Lanes;

/// <summary>How much is in flight on this node, and when a failing receiver is spared.</summary>
public sealed class LaneOptions
{
    /// <summary>Requests in flight on this node, 1 to 10,000. Slow lanes, and new ones until they have answered, share at most half of it.</summary>
    /// <remarks>One webhook, or the webhooks of one tenant, take at most four fifths of what is free; resends a sixteenth of all, but 4 at least.</remarks>
    /// <value>1,024.</value>
    public int MaxInFlight { get; set; } = 1024;

    /// <summary>The circuit, per node and webhook.</summary>
    public CircuitOptions Circuit { get; } = new();
}
