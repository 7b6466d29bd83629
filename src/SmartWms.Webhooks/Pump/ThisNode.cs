using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>What this node says of itself.</summary>
internal sealed class ThisNode(DeliveryPump pump, LaneSet lanes, PumpOptions options, EngineClock clock)
{
    private readonly TimeSpan _startedAt = clock.Local.GetElapsedTime(0);

    public long Instance { get; } = Random.Shared.NextInt64(1, long.MaxValue);

    public NodeBeat Beat() => new()
    {
        Name = options.NodeName,
        Instance = Instance,
        Role = options.Enabled ? NodeRole.Delivers : NodeRole.PublishesOnly,
        State = pump.IsDraining ? NodeState.Draining : NodeState.Running,
        StartedAt = clock.Now - (clock.Local.GetElapsedTime(0) - _startedAt),
        Version = typeof(ThisNode).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
        InFlight = lanes.InFlight,
    };
}
