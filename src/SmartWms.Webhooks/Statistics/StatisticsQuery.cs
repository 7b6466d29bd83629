using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Statistics;

/// <summary>Which requests are counted, and how wide a point of the chart is.</summary>
public sealed record StatisticsQuery
{
    /// <summary>The most points an answer may have: 1,000.</summary>
    public const int MostPoints = 1_000;

    /// <summary>The most points that the charts of an answer may have together, where each webhook has its own: 100,000.</summary>
    public const int MostPointsOfAll = 100_000;

    /// <summary>The chart's begin, moved back to the begin of its span.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The chart's end, after <see cref="From"/>; the span it lies in is the last point.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The width of a point: a whole multiple of 15 minutes, at most 366 days.</summary>
    /// <value>1 hour.</value>
    public TimeSpan Width { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Only these webhooks, at most 1,000; <see langword="null"/>: all of <see cref="Tenant"/>.</summary>
    public IReadOnlyList<SubscriptionId>? Webhooks { get; init; }

    /// <summary>Who asks. Deleted webhooks are counted for <see cref="TenantScope.All"/> only.</summary>
    /// <value><see cref="TenantScope.All"/>.</value>
    public TenantScope Tenant { get; init; }
}
