namespace SmartWms.Webhooks.Nodes;

/// <summary>A node as people see it.</summary>
public sealed record WebhookNode
{
    /// <summary>Its name (<c>Pump.NodeName</c>); processes on one machine may share one.</summary>
    public required string Name { get; init; }

    /// <summary>Which start of a process it is: tells nodes of one name apart.</summary>
    public required long Instance { get; init; }

    /// <summary>What it does.</summary>
    public required NodeRole Role { get; init; }

    /// <summary>Whether it takes work.</summary>
    public required NodeState State { get; init; }

    /// <summary>Requests in flight when it was last seen.</summary>
    public required int InFlight { get; init; }

    /// <summary>When its process started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last said that it is there; every 10 seconds while it lives.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The engine's version on it.</summary>
    public required string Version { get; init; }

    /// <summary>Whether it was seen within the last 30 seconds.</summary>
    public required bool IsLive { get; init; }

    /// <summary>Whether it is the node that was asked.</summary>
    public required bool IsThisNode { get; init; }
}
