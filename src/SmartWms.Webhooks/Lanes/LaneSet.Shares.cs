namespace SmartWms.Webhooks.Lanes;

/// <content>Who may have how many of the node's slots.</content>
internal sealed partial class LaneSet
{
    /// <summary>One webhook, or one tenant, has at most this many times what it leaves free.</summary>
    private const int Multiple = 4;

    private readonly Dictionary<string, TenantSlots> _tenants = [];
    private int _slowFree = SlowShare(options);

    /// <summary>Half, and never nothing: on a node with one slot a slow lane must still be served.</summary>
    private static int SlowShare(LaneOptions options) => Math.Max(1, options.MaxInFlight / 2);

    private int Room(Lane lane, TimeSpan tick)
    {
        if (lane.IsHeldBack(tick))
        {
            return 0;
        }

        return Math.Min(lane.Room(tick), Share(lane, lane.IsSlow(tick)));
    }

    /// <summary>What the others leave to this lane.</summary>
    private int Share(Lane lane, bool isSlow)
    {
        var free = options.MaxInFlight - _inFlight;
        var share = FairShare.Of(free, lane.InFlight, Multiple);
        share = isSlow ? Math.Clamp(share, 0, Math.Max(0, _slowFree)) : share;
        if (lane.Tenant is { } tenant)
        {
            share = Math.Min(share, FairShare.Of(free, tenant.InFlight, Multiple));
            share = isSlow ? Math.Min(share, FairShare.Of(_slowFree, tenant.Slow, Multiple)) : share;
        }

        return share;
    }

    private void Take(Lane lane, int count, TimeSpan tick)
    {
        var isSlow = lane.IsSlow(tick);
        lane.Reserve(count);
        _inFlight += count;
        _slowFree -= isSlow ? count : 0;
        if (lane.Tenant is { } tenant)
        {
            tenant.InFlight += count;
            tenant.Slow += isSlow ? count : 0;
        }
    }

    private void GiveBack(Lane lane, int count)
    {
        _inFlight -= count;
        if (lane.Tenant is { } tenant)
        {
            tenant.InFlight -= count;
        }
    }

    private TenantSlots? TenantOf(string? id)
    {
        if (id is null)
        {
            return null;
        }

        if (!_tenants.TryGetValue(id, out var tenant))
        {
            tenant = new TenantSlots();
            _tenants.Add(id, tenant);
        }

        return tenant;
    }

    private void CountSlow(TimeSpan tick)
    {
        foreach (var tenant in _tenants.Values)
        {
            tenant.Slow = 0;
        }

        _slowFree = SlowShare(options);
        foreach (var lane in _notable)
        {
            if (lane.IsSlow(tick))
            {
                _slowFree -= lane.InFlight;
                if (lane.Tenant is { } tenant)
                {
                    tenant.Slow += lane.InFlight;
                }
            }
        }
    }
}
