using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Lanes;

/// <content>Resends hold a slot of the node and none of a lane: they go whatever holds their webhook back.</content>
internal sealed partial class LaneSet
{
    private readonly ResendSlots _resends = new(options.MaxInFlight);

    /// <summary>Takes slots without a lane, for resends that are about to be claimed.</summary>
    public int ReserveResends(int wanted)
    {
        lock (_lock)
        {
            var count = _resends.Reserve(Math.Clamp(options.MaxInFlight - _inFlight, 0, wanted));
            _isRoomWanted |= count < wanted;
            _inFlight += count;
            return count;
        }
    }

    /// <summary>Webhooks of which no more resends may be claimed now.</summary>
    public IReadOnlyList<SubscriptionId> HaveEnoughResends()
    {
        lock (_lock)
        {
            var enough = _resends.HaveEnough(id => _lanes.TryGetValue(id, out var lane) ? lane.Cap : int.MaxValue);
            _isRoomWanted |= enough.Length > 0;
            return enough;
        }
    }

    /// <summary>What a claim brought of the reserved resends: the rest is free again.</summary>
    public void ClaimedResends(int reserved, IReadOnlyCollection<SubscriptionId> got)
    {
        lock (_lock)
        {
            foreach (var webhook in got)
            {
                _resends.Use(webhook);
            }

            _resends.Unreserve(reserved - got.Count);
            _inFlight -= reserved - got.Count;
        }
    }

    public void ResendEnded(SubscriptionId webhook)
    {
        lock (_lock)
        {
            _resends.End(webhook);
            _inFlight--;
        }
    }
}
