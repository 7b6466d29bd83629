namespace SmartWms.Webhooks.Nodes;

/// <summary>What a node says of itself every 10 seconds.</summary>
public sealed record NodeBeat
{
    /// <summary>How long after its last beat a node counts as live: 30 seconds.</summary>
    public static TimeSpan LiveFor { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Its name, 1 to 100 characters; several processes may share one (two on one machine, or an old and a new one during a recycle).</summary>
    public required string Name { get; init; }

    /// <summary>This start of this process: a random number, never 0.</summary>
    public required long Instance { get; init; }

    /// <summary>What it does.</summary>
    public required NodeRole Role { get; init; }

    /// <summary>Whether it takes work.</summary>
    public required NodeState State { get; init; }

    /// <summary>When the process started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The engine's version, as <c>1.2.3</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Requests in flight; 0 or more.</summary>
    public required int InFlight { get; init; }
}
