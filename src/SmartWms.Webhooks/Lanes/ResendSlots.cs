using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Lanes;

/// <summary>The slots of resends, which belong to no lane: a sixteenth of the node's, of which each webhook leaves as many free as it has. Guarded by <see cref="LaneSet"/>.</summary>
internal sealed class ResendSlots(int maxInFlight)
{
    /// <summary>Where a sixteenth would be too few to speak of.</summary>
    private const int Fewest = 4;

    private readonly Dictionary<SubscriptionId, int> _of = [];
    private readonly int _all = Math.Min(maxInFlight, Math.Max(Fewest, maxInFlight / 16));
    private int _taken;

    private int Free => _all - _taken;

    /// <summary>Takes slots before it is known for which webhooks: half of those that are free, so that no claim gives all of them to one.</summary>
    public int Reserve(int wanted)
    {
        var count = Math.Clamp((Free + 1) / 2, 0, wanted);
        _taken += count;
        return count;
    }

    /// <summary>Gives slots back that turned out to be for nobody.</summary>
    public void Unreserve(int count) => _taken -= count;

    /// <summary>A reserved slot is used for this webhook.</summary>
    public void Use(SubscriptionId webhook) => _of[webhook] = _of.GetValueOrDefault(webhook) + 1;

    public void End(SubscriptionId webhook)
    {
        _taken--;
        if (--_of[webhook] == 0)
        {
            _of.Remove(webhook);
        }
    }

    /// <summary>Those that have as many as are left, or as many as their own limit allows: whatever they have besides waits.</summary>
    public SubscriptionId[] HaveEnough(Func<SubscriptionId, int> limitOf) => [.. _of.Where(each => each.Value >= Free || each.Value >= limitOf(each.Key)).Select(each => each.Key)];
}
