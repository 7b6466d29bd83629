using System.Collections.Concurrent;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Pump;

/// <summary>Deliveries that the host's own HTTP handlers keep from the wire: postponed 5 s, doubling to 5 min; after 24 h of nothing else it counts as a failed attempt.</summary>
internal sealed class HostPipelineFailures
{
    private const int Capacity = 100_000;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<DeliveryId, (DateTimeOffset Since, int Count)> _failing = new();

    /// <summary>When to try again, or null when it has to count as failed.</summary>
    public DateTimeOffset? Postpone(DeliveryId delivery, DateTimeOffset now)
    {
        if (_failing.Count >= Capacity)
        {
            // Forgetting only restarts the delays of what is forgotten.
            _failing.Clear();
        }

        var (since, count) = _failing.AddOrUpdate(delivery, _ => (now, 1), (_, before) => (before.Since, before.Count + 1));
        if (now - since >= GiveUpAfter)
        {
            _failing.TryRemove(delivery, out _);
            return null;
        }

        var delay = First * Math.Pow(2, Math.Min(count - 1, 10));
        return now + (delay < Longest ? delay : Longest);
    }

    public void Sent(DeliveryId delivery) => _failing.TryRemove(delivery, out _);
}
