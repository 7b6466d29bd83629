using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Statistics;

/// <summary>Sums counts up to a chart.</summary>
internal static class StatisticsChart
{
    // Most points of most charts: shared, and never written to.
    private static readonly List<AttemptCount> None = [];
    private static readonly Dictionary<FailureClass, long> NoFailures = [];

    public static WebhookStatistics Of(StatisticsQuery query, IEnumerable<AttemptCount> counts)
    {
        var begin = LatencyBands.Begin(query.From, query.Width);
        var points = new List<AttemptCount>?[Points(query)];
        var all = new List<AttemptCount>();
        foreach (var count in counts)
        {
            (points[(int)((count.Since - begin) / query.Width)] ??= []).Add(count);
            all.Add(count);
        }

        return new WebhookStatistics(Point(begin, all), [.. points.Select((point, index) => Point(begin + query.Width * index, point ?? None))]);
    }

    /// <summary>How many points the chart has, at least 1.</summary>
    public static long Points(StatisticsQuery query) =>
        (LatencyBands.Begin(query.Until - TimeSpan.FromTicks(1), query.Width) - LatencyBands.Begin(query.From, query.Width)).Ticks / query.Width.Ticks + 1;

    private static StatisticsPoint Point(DateTimeOffset since, List<AttemptCount> counts)
    {
        var failures = counts.Count == 0 ? NoFailures : [];
        var delivered = 0L;
        Span<long> bands = stackalloc long[LatencyBands.UpperBounds.Count];
        foreach (var count in counts)
        {
            bands[count.Band] += count.Attempts;
            if (count.Failure == FailureClass.None)
            {
                delivered += count.Attempts;
            }
            else
            {
                failures[count.Failure] = failures.GetValueOrDefault(count.Failure) + count.Attempts;
            }
        }

        return new StatisticsPoint
        {
            Since = since,
            Delivered = delivered,
            Failures = failures,
            P50 = LatencyBands.Percentile(bands, 0.5),
            P95 = LatencyBands.Percentile(bands, 0.95),
            P99 = LatencyBands.Percentile(bands, 0.99),
        };
    }
}
