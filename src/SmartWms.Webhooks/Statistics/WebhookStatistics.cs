namespace SmartWms.Webhooks.Statistics;

/// <summary>A chart of requests.</summary>
/// <param name="Total">The whole time; its <see cref="StatisticsPoint.Since"/> is the chart's begin.</param>
/// <param name="Points">One for each span from begin to end, those without requests included.</param>
public sealed record WebhookStatistics(StatisticsPoint Total, IReadOnlyList<StatisticsPoint> Points);
