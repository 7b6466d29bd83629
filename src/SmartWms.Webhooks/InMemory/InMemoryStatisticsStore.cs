using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.InMemory;

/// <summary>Counts of requests in memory.</summary>
/// <param name="database">Shared with the other stores.</param>
internal sealed class InMemoryStatisticsStore(InMemoryDatabase database) : IStatisticsStore
{
    public Task AddAsync(IReadOnlyList<AttemptCount> counts, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        lock (database.Gate)
        {
            foreach (var count in counts)
            {
                var kind = count with { Attempts = 0 };
                database.AttemptCounts[kind] = database.AttemptCounts.GetValueOrDefault(kind) + count.Attempts;
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AttemptCount>> ReadAsync(AttemptCountQuery query, CancellationToken cancellationToken)
    {
        var only = query.Subscriptions?.ToHashSet();
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyList<AttemptCount>>(
            [
                .. database.AttemptCounts
                    .Where(pair => pair.Key.Since >= query.From && pair.Key.Since < query.Until && only?.Contains(pair.Key.Subscription) != false)
                    .GroupBy(
                        pair => pair.Key with { Subscription = query.PerSubscription ? pair.Key.Subscription : default, Since = LatencyBands.Begin(pair.Key.Since, query.Width) },
                        pair => pair.Value)
                    .Select(group => group.Key with { Attempts = group.Sum() })
                    .OrderBy(count => count.Since).ThenBy(count => count.Subscription),
            ]);
        }
    }

    public Task<IReadOnlyList<WaitingDeliveries>> ListWaitingAsync(IReadOnlyList<SubscriptionId>? subscriptions, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var only = subscriptions?.ToHashSet();
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyList<WaitingDeliveries>>(
            [
                .. database.Subscriptions.Lanes.Where(lane => lane.Queue.Count > 0 && only?.Contains(lane.Id) != false && lane.Subscription is { State: not SubscriptionState.Deleted })
                    .Select(lane => new WaitingDeliveries(lane.Id, Math.Min(lane.Queue.Count, WaitingDeliveries.Most), Due(lane.Queue.Earliest!.Time, now)))
                    .OrderBy(waiting => waiting.Subscription),
            ]);
        }
    }

    public Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            AttemptCount[] old = [.. database.AttemptCounts.Keys.Where(kind => kind.Since < before).Take(limit)];
            foreach (var kind in old)
            {
                database.AttemptCounts.Remove(kind);
            }

            return Task.FromResult(old.Length);
        }
    }

    private static DateTimeOffset? Due(long time, DateTimeOffset now) => time <= now.UtcTicks ? new DateTimeOffset(time, TimeSpan.Zero) : null;
}
