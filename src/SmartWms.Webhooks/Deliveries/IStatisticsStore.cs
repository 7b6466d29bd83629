using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>Keeps counts of requests for charts. Optional; counts are no promise: what a node has not written when it is killed, at most 10 seconds' worth, is not counted, and what was stored while the connection broke may be counted twice.</summary>
/// <remarks>Implementations are safe to call from several threads and processes at once. A database failure is thrown as the provider's own exception.</remarks>
public interface IStatisticsStore
{
    /// <summary>Adds to what is there, all or nothing.</summary>
    /// <param name="counts">1 or more, each of another webhook, span, failure or band.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>When stored.</returns>
    Task AddAsync(IReadOnlyList<AttemptCount> counts, CancellationToken cancellationToken);

    /// <summary>What was counted, summed up as asked, in order of time.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>One for each webhook (if they stay apart), span, failure and band that has any.</returns>
    Task<IReadOnlyList<AttemptCount>> ReadAsync(AttemptCountQuery query, CancellationToken cancellationToken);

    /// <summary>What waits, webhook by webhook, whatever the webhooks' states: deliveries that are unfinished, and the longest due of them.</summary>
    /// <param name="subscriptions">Of these webhooks; <see langword="null"/>: of all.</param>
    /// <param name="now">Compared with due times.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>One for each webhook that has any, by id.</returns>
    Task<IReadOnlyList<WaitingDeliveries>> ListWaitingAsync(IReadOnlyList<SubscriptionId>? subscriptions, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes one small batch of counts of spans that began before a time.</summary>
    /// <param name="before">The time.</param>
    /// <param name="limit">At most this many rows, 1 or more.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>How many rows went; 0 means that nothing is left to remove.</returns>
    Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
