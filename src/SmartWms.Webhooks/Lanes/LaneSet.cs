using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Lanes;

/// <summary>
/// All lanes of this node, and the slots they share. Lanes that are slow, or have not answered yet, share at most half of them, and no lane and no tenant takes the last:
/// so any number of bad receivers harms no other.
/// </summary>
internal sealed partial class LaneSet(LaneOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SubscriptionId, Lane> _lanes = [];
    private readonly HashSet<Lane> _notable = [];
    private int _inFlight;
    private int _nodes = 1;
    private volatile bool _isRoomWanted;

    private TimeSpan Tick => time.GetElapsedTime(0);

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Whether work may be left in the store only because no slot was free: then each slot that becomes free is worth another look.</summary>
    public bool IsRoomWanted => _isRoomWanted;

    /// <summary>Takes over what webhooks say now, where lanes are not idle: one that was enabled is free at once, one that was stopped is not looked after.</summary>
    public void Follow(SubscriptionIndex index, DateTimeOffset now)
    {
        lock (_lock)
        {
            var tick = Tick;
            foreach (var lane in _notable)
            {
                if (index.Find(lane.Id) is { } subscription)
                {
                    lane.Follow(subscription, tick, now);
                }
            }
        }
    }

    /// <summary>Takes up to <paramref name="wanted"/> slots of a lane for a claim.</summary>
    public int Reserve(SubscriptionSnapshot subscription, int wanted, DateTimeOffset now)
    {
        lock (_lock)
        {
            var tick = Tick;
            var lane = LaneOf(subscription, tick, now);
            var count = Math.Min(wanted, Room(lane, tick));
            lane.WantsRoom = count == 0;
            _isRoomWanted |= count < wanted && !lane.IsHeldBack(tick);
            Take(lane, count, tick);
            return count;
        }
    }

    /// <summary>Takes the one slot of a probe: an open lane with nothing in flight.</summary>
    public bool ReserveProbe(SubscriptionSnapshot subscription, DateTimeOffset now)
    {
        lock (_lock)
        {
            var tick = Tick;
            var lane = LaneOf(subscription, tick, now);
            if (!lane.Circuit.IsOpen || lane.InFlight > 0 || lane.IsWaiting(tick))
            {
                return false;
            }

            if (Share(lane, isSlow: true) <= 0)
            {
                // Also the probes of any number of dead receivers stay in the slow half.
                _isRoomWanted = true;
                return false;
            }

            Take(lane, 1, tick);
            return true;
        }
    }

    /// <summary>Takes a slot for an event that is being published: only if nothing older may be due and nothing holds the lane back.</summary>
    public bool TryReserveHandOff(SubscriptionSnapshot subscription, DateTimeOffset now)
    {
        lock (_lock)
        {
            var tick = Tick;
            var lane = LaneOf(subscription, tick, now);
            if (lane.MayHaveBacklog || Room(lane, tick) <= 0)
            {
                // The row will be due in the store: until a claim has seen the lane empty, nothing may overtake it.
                lane.MayHaveBacklog = true;
                return false;
            }

            Take(lane, 1, tick);
            return true;
        }
    }

    /// <summary>Gives reserved slots back: the claim gave fewer, or the publish failed.</summary>
    public void Unreserve(SubscriptionId subscription, int count)
    {
        lock (_lock)
        {
            var lane = _lanes[subscription];
            lane.Unreserve(count);
            GiveBack(lane, count);
        }
    }

    /// <summary>What a claim showed of a lane.</summary>
    public void Claimed(LaneClaim claim, int got)
    {
        lock (_lock)
        {
            var lane = _lanes[claim.Subscription];
            if (claim.Pick != LanePick.LongestDue)
            {
                if (got == 0)
                {
                    lane.Circuit.NothingFound(Tick);
                }
            }
            else
            {
                lane.MayHaveBacklog = got == claim.Max;
            }
        }
    }

    public void Started(SubscriptionId subscription)
    {
        lock (_lock)
        {
            _lanes[subscription].Started(Tick);
        }
    }

    /// <summary>
    /// A request ended. True when it opened or closed the circuit. A wait that was asked for begins in the same step in which the slot becomes free, not only
    /// when the result is stored: nothing can start in between. <paramref name="epoch"/> is that of the webhook as it was sent to.
    /// </summary>
    public bool Ended(SubscriptionId subscription, AttemptOutcome outcome, TimeSpan latency, TimeSpan? wait = null, int? epoch = null)
    {
        lock (_lock)
        {
            var lane = _lanes[subscription];
            GiveBack(lane, 1);
            var tick = Tick;
            if (wait is { } asked)
            {
                lane.WaitUntil(tick + asked);
            }

            var hasTurned = lane.Ended(outcome, latency, tick, epoch);

            // The end of a probe says when the next may be, or that the lane is free.
            _isRoomWanted |= hasTurned || lane.Circuit.IsOpen;
            return hasTurned;
        }
    }

    /// <summary>A reserved slot whose request was not made or was cut.</summary>
    public void Dropped(SubscriptionId subscription, bool hadStarted)
    {
        lock (_lock)
        {
            var lane = _lanes[subscription];
            GiveBack(lane, 1);
            lane.Dropped(hadStarted);
            _isRoomWanted |= lane.Circuit.IsOpen;
        }
    }

    /// <summary>What was decided for a delivery: an open lane follows its oldest one, and a lane that was asked to wait waits.</summary>
    public void Decided(DeliveryId delivery, SubscriptionId subscription, DateTimeOffset? retryAt, DateTimeOffset? waitUntil, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_lanes.TryGetValue(subscription, out var lane))
            {
                return;
            }

            var tick = Tick;
            if (retryAt is { } due)
            {
                lane.Circuit.Rescheduled(delivery, tick + (due - now));
            }
            else
            {
                lane.Circuit.Finished(delivery);
            }

            if (waitUntil is { } until)
            {
                lane.WaitUntil(tick + (until - now));
                _notable.Add(lane);
            }
        }
    }

    public bool IsOpen(SubscriptionId subscription)
    {
        lock (_lock)
        {
            return _lanes.TryGetValue(subscription, out var lane) && lane.Circuit.IsOpen;
        }
    }

    /// <summary>Lanes whose circuit has been open without a success for at least this long.</summary>
    public IReadOnlyList<(SubscriptionId Subscription, TimeSpan OpenFor)> OpenLanes()
    {
        lock (_lock)
        {
            var tick = Tick;
            return [.. _notable.Where(lane => lane.Circuit.IsOpen).Select(lane => (lane.Id, tick - lane.Circuit.OpenSince))];
        }
    }

    private Lane LaneOf(SubscriptionSnapshot subscription, TimeSpan tick, DateTimeOffset now)
    {
        if (!_lanes.TryGetValue(subscription.Id, out var lane))
        {
            lane = new Lane(subscription.Id, TenantOf(subscription.Stored.TenantId), options.Circuit, time);
            lane.Divide(_nodes, tick);
            _lanes.Add(subscription.Id, lane);
        }

        lane.Follow(subscription, tick, now);
        _notable.Add(lane);
        return lane;
    }
}
