using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Lanes;

/// <summary>What could be taken now, and what stands in the way of more.</summary>
internal sealed partial class LaneSet
{
    /// <summary>Looks at every lane that is not idle.</summary>
    public LanePlan Plan()
    {
        lock (_lock)
        {
            var tick = Tick;
            _notable.RemoveWhere(lane => !lane.IsWaiting(tick) && lane.IsIdle);
            CountSlow(tick);
            var (blocked, heldBack) = (new List<SubscriptionId>(), new HashSet<SubscriptionId>());
            var probes = new List<LaneClaim>();
            TimeSpan? next = null;
            var isRoomWanted = options.MaxInFlight == _inFlight;
            foreach (var lane in _notable)
            {
                if (lane.Circuit.IsOpen && lane.InFlight == 0 && !lane.IsWaiting(tick) && tick >= lane.Circuit.NextProbe)
                {
                    probes.Add(new LaneClaim(lane.Id, 1, lane.Circuit.Pick(tick)));
                }

                if (Room(lane, tick) > 0)
                {
                    lane.WantsRoom = false;
                }
                else
                {
                    blocked.Add(lane.Id);
                    if (lane.IsHeldBack(tick))
                    {
                        heldBack.Add(lane.Id);
                    }
                    else
                    {
                        // Without a share of its own it waits for anybody's slot.
                        isRoomWanted |= lane.IsFull || lane.IsSlow(tick) || lane.Room(tick) > 0;
                    }

                    // What has come already does not free the lane by itself: a request in flight or a shared slot does, and its end wakes the pump.
                    next = lane.NextChange is { } change && change > tick && !(change >= next) ? change : next;
                }
            }

            _isRoomWanted = isRoomWanted;
            return new LanePlan(options.MaxInFlight - _inFlight, blocked, heldBack, probes, next);
        }
    }
}
