using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Statistics;

/// <summary>How receivers do, counted. Nodes write every 10 seconds what they counted: what other nodes did lately shows by then.</summary>
public interface IWebhookStatistics
{
    /// <summary>Whether the store keeps counts. Without, charts are empty and nothing is said to wait.</summary>
    bool AreKept { get; }

    /// <summary>A chart of all webhooks asked for, together.</summary>
    /// <param name="query">Which, and how wide.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">The span is empty, the width no multiple of 15 minutes, or there would be more than <see cref="StatisticsQuery.MostPoints"/> points.</exception>
    /// <exception cref="WebhookReadTimeoutException">It took longer than 5 seconds; a narrower filter helps.</exception>
    Task<WebhookStatistics> ReadAsync(StatisticsQuery query, CancellationToken cancellationToken = default);

    /// <summary>A chart of each webhook.</summary>
    /// <param name="query">Which, and how wide.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>One for each webhook that made a request.</returns>
    /// <exception cref="ArgumentException">As for <see cref="ReadAsync"/>, or the charts would have more than <see cref="StatisticsQuery.MostPointsOfAll"/> points together.</exception>
    /// <exception cref="WebhookReadTimeoutException">It took longer than 5 seconds; a narrower filter helps.</exception>
    Task<IReadOnlyDictionary<SubscriptionId, WebhookStatistics>> ReadEachAsync(StatisticsQuery query, CancellationToken cancellationToken = default);

    /// <summary>What waits, webhook by webhook, whatever the webhook's state.</summary>
    /// <param name="tenant">Who asks.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>One for each webhook with unfinished deliveries, by id.</returns>
    /// <exception cref="WebhookReadTimeoutException">It took longer than 5 seconds; a narrower filter helps.</exception>
    Task<IReadOnlyList<WaitingDeliveries>> ListWaitingAsync(TenantScope tenant, CancellationToken cancellationToken = default);

    /// <summary>What waits at some webhooks.</summary>
    /// <param name="webhooks">Which; those outside <paramref name="tenant"/> are left out.</param>
    /// <param name="tenant">Who asks.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>One for each of them with unfinished deliveries, by id.</returns>
    /// <exception cref="WebhookReadTimeoutException">It took longer than 5 seconds; fewer webhooks help.</exception>
    Task<IReadOnlyList<WaitingDeliveries>> ListWaitingAsync(IReadOnlyCollection<SubscriptionId> webhooks, TenantScope tenant, CancellationToken cancellationToken = default);

    /// <summary>What is due now, of all tenants together.</summary>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>Counted by the store as <see cref="IDeliveryStore.GetBacklogAsync"/> says, whether it keeps statistics or not.</returns>
    /// <exception cref="WebhookReadTimeoutException">It took longer than 5 seconds.</exception>
    Task<Backlog> ReadBacklogAsync(CancellationToken cancellationToken = default);
}
