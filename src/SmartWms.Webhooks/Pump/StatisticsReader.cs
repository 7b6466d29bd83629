using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Statistics;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>Statistics as people ask for them: within their tenant, with every point of the chart, and with what this node has counted until now.</summary>
internal sealed class StatisticsReader(WebhookStores stores, StatisticsWriter writer, SubscriptionRegistry subscriptions, ReadLimit limit, EngineClock clock) : IWebhookStatistics
{
    private const int MostWebhooks = 1_000;

    private static readonly TimeSpan Widest = TimeSpan.FromDays(366);

    public bool AreKept => stores.Statistics is not null;

    public async Task<WebhookStatistics> ReadAsync(StatisticsQuery query, CancellationToken cancellationToken = default)
    {
        Check(query);
        var webhooks = await WebhooksAsync(query, cancellationToken).ConfigureAwait(false);
        return StatisticsChart.Of(query, await ReadAsync(query, webhooks, perSubscription: false, cancellationToken).ConfigureAwait(false));
    }

    public async Task<IReadOnlyDictionary<SubscriptionId, WebhookStatistics>> ReadEachAsync(StatisticsQuery query, CancellationToken cancellationToken = default)
    {
        Check(query);
        var webhooks = await WebhooksAsync(query, cancellationToken).ConfigureAwait(false);
        CheckSize(query, webhooks?.Count ?? (await subscriptions.GetAsync(cancellationToken).ConfigureAwait(false)).All.Count());
        var counts = await ReadAsync(query, webhooks, perSubscription: true, cancellationToken).ConfigureAwait(false);
        return counts.GroupBy(count => count.Subscription).ToDictionary(group => group.Key, group => StatisticsChart.Of(query, group));
    }

    public async Task<IReadOnlyList<WaitingDeliveries>> ListWaitingAsync(TenantScope tenant, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<SubscriptionId>? own = tenant.IsLimited ? [.. await OfTenantAsync(tenant, cancellationToken).ConfigureAwait(false)] : null;
        return await ReadWaitingAsync(own, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<WaitingDeliveries>> ListWaitingAsync(
        IReadOnlyCollection<SubscriptionId> webhooks, TenantScope tenant, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhooks);
        var own = tenant.IsLimited ? await OfTenantAsync(tenant, cancellationToken).ConfigureAwait(false) : null;
        return await ReadWaitingAsync([.. webhooks.Where(webhook => own is null || own.Contains(webhook))], cancellationToken).ConfigureAwait(false);
    }

    public Task<Backlog> ReadBacklogAsync(CancellationToken cancellationToken = default) =>
        limit.RunAsync(token => stores.Deliveries.GetBacklogAsync(clock.Now, token), cancellationToken);

    /// <param name="webhooks">Which; <see langword="null"/>: all there are.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    private async Task<IReadOnlyList<WaitingDeliveries>> ReadWaitingAsync(IReadOnlyList<SubscriptionId>? webhooks, CancellationToken cancellationToken) =>
        webhooks is { Count: 0 } || stores.Statistics is not { } store
            ? []
            : await limit.RunAsync(token => store.ListWaitingAsync(webhooks, clock.Now, token), cancellationToken).ConfigureAwait(false);

    private static void Check(StatisticsQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Width < LatencyBands.Span || query.Width > Widest || query.Width.Ticks % LatencyBands.Span.Ticks != 0)
        {
            throw new WebhookInputException($"The width of a point is {query.Width}; it must be a whole multiple of {LatencyBands.Span}, at most {Widest.TotalDays} days.", nameof(query));
        }

        if (query.Until <= query.From)
        {
            throw new WebhookInputException($"The chart's end ({query.Until:o}) must be after its begin ({query.From:o}).", nameof(query));
        }

        if (StatisticsChart.Points(query) is var points && points > StatisticsQuery.MostPoints)
        {
            throw new WebhookInputException($"The chart would have {points} points; {StatisticsQuery.MostPoints} is the most. Choose a greater width.", nameof(query));
        }

        if (query.Webhooks?.Count > MostWebhooks)
        {
            throw new WebhookInputException($"{query.Webhooks.Count} webhooks are named; {MostWebhooks} is the most.", nameof(query));
        }
    }

    /// <summary>A chart for each of thousands of webhooks would be an answer of gigabytes.</summary>
    private static void CheckSize(StatisticsQuery query, int webhooks)
    {
        if (webhooks * StatisticsChart.Points(query) is var points && points > StatisticsQuery.MostPointsOfAll)
        {
            throw new WebhookInputException(
                $"The charts of {webhooks} webhooks would have {points} points; {StatisticsQuery.MostPointsOfAll} is the most. Name fewer webhooks, or choose a greater width.", nameof(query));
        }
    }

    /// <summary>Those asked for that the tenant may see; <see langword="null"/>: all there are.</summary>
    private async Task<IReadOnlyList<SubscriptionId>?> WebhooksAsync(StatisticsQuery query, CancellationToken cancellationToken)
    {
        if (!query.Tenant.IsLimited)
        {
            return query.Webhooks;
        }

        var own = await OfTenantAsync(query.Tenant, cancellationToken).ConfigureAwait(false);
        return query.Webhooks is null ? [.. own] : [.. query.Webhooks.Where(own.Contains)];
    }

    private async Task<IReadOnlyList<AttemptCount>> ReadAsync(
        StatisticsQuery query, IReadOnlyList<SubscriptionId>? webhooks, bool perSubscription, CancellationToken cancellationToken)
    {
        if (stores.Statistics is not { } store)
        {
            return [];
        }

        await writer.WriteNowAsync(cancellationToken).ConfigureAwait(false);
        if (webhooks is { Count: 0 })
        {
            return [];
        }

        var counts = new AttemptCountQuery
        {
            From = LatencyBands.Begin(query.From, query.Width),
            Until = query.Until,
            Width = query.Width,
            Subscriptions = webhooks,
            PerSubscription = perSubscription,
        };
        return await limit.RunAsync(token => store.ReadAsync(counts, token), cancellationToken).ConfigureAwait(false);
    }

    private async Task<HashSet<SubscriptionId>> OfTenantAsync(TenantScope tenant, CancellationToken cancellationToken)
    {
        var all = await subscriptions.GetAsync(cancellationToken).ConfigureAwait(false);
        return [.. all.All.Where(webhook => tenant.Includes(webhook.Stored.TenantId)).Select(webhook => webhook.Stored.Id)];
    }
}
