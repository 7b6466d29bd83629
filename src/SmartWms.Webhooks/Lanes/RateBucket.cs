using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Lanes;

/// <summary>A token bucket: at most one period's worth at once. Given the time, so that a test moves it.</summary>
internal sealed class RateBucket(RateLimit limit, TimeSpan tick)
{
    private double _tokens = limit.Count;
    private TimeSpan _filledAt = tick;

    public RateLimit Limit => limit;

    public int Free(TimeSpan tick)
    {
        var elapsed = tick - _filledAt;
        if (elapsed > TimeSpan.Zero)
        {
            _tokens = Math.Min(limit.Count, _tokens + (limit.Count * (elapsed / limit.Per)));
            _filledAt = tick;
        }

        // A bucket filled exactly to the brim must not be one short by rounding.
        return (int)(_tokens + 1e-9);
    }

    public void Take(int count) => _tokens -= count;

    public void GiveBack(int count) => _tokens = Math.Min(limit.Count, _tokens + count);

    /// <summary>When at least one request is free again.</summary>
    public TimeSpan NextFree => _filledAt + (limit.Per * (Math.Max(0, 1 - _tokens) / limit.Count));
}
