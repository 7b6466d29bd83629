using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Lanes;

/// <summary>A token bucket: at most one period's worth at once. Given the time, so that a test moves it.</summary>
/// <param name="limit">For all nodes together.</param>
/// <param name="tick">Now.</param>
/// <param name="nodes">How many share it: this one fills at that part of the rate, and always holds one request at least.</param>
internal sealed class RateBucket(RateLimit limit, TimeSpan tick, int nodes = 1)
{
    private int _nodes = nodes;
    private double _tokens = Capacity(limit, nodes);
    private TimeSpan _filledAt = tick;

    public RateLimit Limit => limit;

    public int Free(TimeSpan tick)
    {
        var elapsed = tick - _filledAt;
        if (elapsed > TimeSpan.Zero)
        {
            _tokens = Math.Min(Capacity(limit, _nodes), _tokens + (limit.Count * (elapsed / limit.Per) / _nodes));
            _filledAt = tick;
        }

        // A bucket filled exactly to the brim must not be one short by rounding.
        return (int)(_tokens + 1e-9);
    }

    public void Take(int count) => _tokens -= count;

    public void GiveBack(int count) => _tokens = Math.Min(Capacity(limit, _nodes), _tokens + count);

    /// <summary>When at least one request is free again.</summary>
    public TimeSpan NextFree => _filledAt + (limit.Per * (Math.Max(0, 1 - _tokens) * _nodes / limit.Count));

    /// <summary>Others came or went. What came leaves this node its part of what it had; what went gives it nothing at once, it only fills faster.</summary>
    public void Divide(int nodes, TimeSpan tick)
    {
        _ = Free(tick);
        if (nodes > _nodes && _tokens > 0)
        {
            _tokens = Math.Min(Capacity(limit, nodes), _tokens * _nodes / nodes);
        }

        _nodes = nodes;
    }

    private static double Capacity(RateLimit limit, int nodes) => Math.Max(1, (double)limit.Count / nodes);
}
