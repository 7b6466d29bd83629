namespace SmartWms.Webhooks.Lanes;

/// <summary>What the webhooks of one tenant have in flight on this node. Guarded by <see cref="LaneSet"/>.</summary>
internal sealed class TenantSlots
{
    public int InFlight { get; set; }

    /// <summary>Of these, in slow lanes, as of the last look at all lanes.</summary>
    public int Slow { get; set; }
}
