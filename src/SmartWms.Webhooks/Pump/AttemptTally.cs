using System.Runtime.InteropServices;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Pump;

/// <summary>Counts requests as their results become durable. Those that a stop cut are no sign of how a receiver does; nor are tests, whose results do not come this way.</summary>
internal sealed class AttemptTally(WebhookStores stores)
{
    private readonly Lock _gate = new();
    private Dictionary<Kind, long> _counts = [];

    public void Add(IReadOnlyList<RecordItem> items, IReadOnlyList<RecordResult> results)
    {
        if (stores.Statistics is null)
        {
            return;     // nobody would ever take them
        }

        lock (_gate)
        {
            for (var index = 0; index < items.Count; index++)
            {
                if (results[index].Accepted && items[index].Record is { Attempt: { Failure: not FailureClass.Aborted } attempt } record)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(_counts, Kind.Of(record.Subscription, attempt), out _)++;
                }
            }
        }
    }

    /// <summary>What was counted since the last call; counting begins anew.</summary>
    public IReadOnlyList<AttemptCount> Take()
    {
        Dictionary<Kind, long> taken;
        lock (_gate)
        {
            (taken, _counts) = (_counts, []);
        }

        return [.. taken.Select(pair => pair.Key.Count(pair.Value))];
    }

    /// <summary>Counts that could not be stored, to be taken again.</summary>
    public void GiveBack(IReadOnlyList<AttemptCount> counts)
    {
        lock (_gate)
        {
            foreach (var count in counts)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_counts, Kind.Of(count), out _) += count.Attempts;
            }
        }
    }

    private readonly record struct Kind(long Subscription, long Since, FailureClass Failure, int Band)
    {
        public static Kind Of(SubscriptionId subscription, DeliveryAttempt attempt) => new(
            subscription.Value, LatencyBands.Begin(attempt.StartedAt, LatencyBands.Span).UtcTicks, attempt.Failure, LatencyBands.Of(attempt.Latency));

        public static Kind Of(AttemptCount count) => new(count.Subscription.Value, count.Since.UtcTicks, count.Failure, count.Band);

        public AttemptCount Count(long attempts) => new(new SubscriptionId(Subscription), new DateTimeOffset(Since, TimeSpan.Zero), Failure, Band, attempts);
    }
}
