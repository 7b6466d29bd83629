using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.InMemory;

/// <summary>What a delivery has been through: made at its first claim, so that one that only waits stays thin.</summary>
internal sealed class DeliveryProgress
{
    /// <summary>0: not leased.</summary>
    public long LeaseToken { get; set; }

    public int Claims { get; set; }

    public int Steps { get; set; }

    public FailureClass Failure { get; set; }

    public DeliveryAttempt[] Attempts { get; set; } = [];

    /// <summary>Whether it is among its lane's attempted ones.</summary>
    public bool IsAmongAttempted { get; set; }

    /// <summary>What it was before a person made it due, and goes back to when that attempt fails.</summary>
    public DeliveryState KeptState { get; set; }

    public AttemptTrigger KeptTrigger { get; set; }

    public long KeptTime { get; set; }
}
