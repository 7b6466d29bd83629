using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Tests.Statistics;

/// <summary>A store of counts that is away until it works.</summary>
internal sealed class FailingCounts(IStatisticsStore inner) : IStatisticsStore
{
    public bool Works { get; set; }

    public Task AddAsync(IReadOnlyList<AttemptCount> counts, CancellationToken cancellationToken) =>
        Works ? inner.AddAsync(counts, cancellationToken) : throw new IOException("The store is away.");

    public Task<IReadOnlyList<AttemptCount>> ReadAsync(AttemptCountQuery query, CancellationToken cancellationToken) => inner.ReadAsync(query, cancellationToken);

    public Task<IReadOnlyList<WaitingDeliveries>> ListWaitingAsync(IReadOnlyList<SubscriptionId>? subscriptions, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.ListWaitingAsync(subscriptions, now, cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => inner.PurgeAsync(before, limit, cancellationToken);
}
