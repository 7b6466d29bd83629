using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>Which counts, and how far they are summed up by the store.</summary>
public sealed record AttemptCountQuery
{
    /// <summary>Spans that begin at or after this.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Spans that begin before this.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Spans are summed up to this width, a whole multiple of <see cref="LatencyBands.Span"/>.</summary>
    public required TimeSpan Width { get; init; }

    /// <summary>Only these webhooks; <see langword="null"/>: all, deleted ones included.</summary>
    public IReadOnlyList<SubscriptionId>? Subscriptions { get; init; }

    /// <summary>Whether webhooks stay apart.</summary>
    /// <value><see langword="false"/>: they are summed up.</value>
    public bool PerSubscription { get; init; }
}
