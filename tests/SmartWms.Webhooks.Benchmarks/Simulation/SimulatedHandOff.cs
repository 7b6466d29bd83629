using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>What the pump does for publishers, over the real lanes.</summary>
internal sealed class SimulatedHandOff(LaneSet lanes, PumpOptions options) : IHandOff
{
    /// <summary>Set once the node is there.</summary>
    public Action<ClaimedDelivery> Started { get; set; } = static _ => { };

    /// <summary>Set once the node is there.</summary>
    public Action Woken { get; set; } = static () => { };

    /// <summary>A node that only publishes hands nothing over.</summary>
    public bool IsDelivering { get; set; }

    public TimeSpan Lease => options.Lease;

    public long TryReserve(SubscriptionSnapshot subscription, DateTimeOffset now) =>
        IsDelivering && subscription.IsActive && lanes.TryReserveHandOff(subscription, now) ? LeaseTokens.Next() : 0;

    public void GiveBack(SubscriptionId subscription) => lanes.Unreserve(subscription, 1);

    public void Start(ClaimedDelivery delivery, TimeSpan reservedAt) => Started(delivery);

    public void WakeUp() => Woken();
}
