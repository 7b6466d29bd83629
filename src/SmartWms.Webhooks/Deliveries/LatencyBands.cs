namespace SmartWms.Webhooks.Deliveries;

/// <summary>How finely requests are counted: spans of a quarter of an hour, twelve bands of latency.</summary>
/// <remarks>A webhook costs at most a few rows a span, however many requests it makes; a percentile is right to within its band.</remarks>
public static class LatencyBands
{
    /// <summary>The width of a written span: 15 minutes.</summary>
    public static TimeSpan Span { get; } = TimeSpan.FromMinutes(15);

    /// <summary>The bands' upper bounds, inclusive; the last is open and goes to <see cref="TimeSpan.MaxValue"/>. Numbers of bands are stored: bounds are never changed.</summary>
    public static IReadOnlyList<TimeSpan> UpperBounds { get; } =
    [
        TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(25), TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100),
        TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(2500),
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.MaxValue,
    ];

    /// <summary>The band of a latency.</summary>
    /// <param name="latency">Negative counts as none.</param>
    /// <returns>An index of <see cref="UpperBounds"/>.</returns>
    public static int Of(TimeSpan latency)
    {
        var band = 0;
        while (latency > UpperBounds[band])
        {
            band++;
        }

        return band;
    }

    /// <summary>The begin of the span that a time lies in.</summary>
    /// <param name="time">Any.</param>
    /// <param name="width">The spans' width.</param>
    /// <returns>At or before the time, in UTC.</returns>
    public static DateTimeOffset Begin(DateTimeOffset time, TimeSpan width) => new(time.UtcTicks - time.UtcTicks % width.Ticks, TimeSpan.Zero);

    /// <summary>The latency that a share of requests did not exceed, taken evenly within its band.</summary>
    /// <param name="counts">Requests in each band.</param>
    /// <param name="share">From 0 to 1, e.g. 0.95.</param>
    /// <returns><see langword="null"/> when there was no request. At most 30 seconds: the open band has no other bound.</returns>
    internal static TimeSpan? Percentile(ReadOnlySpan<long> counts, double share)
    {
        var total = 0L;
        foreach (var count in counts)
        {
            total += count;
        }

        if (total == 0)
        {
            return null;
        }

        var rank = share * total;
        var band = 0;
        while (band < counts.Length - 1 && rank > counts[band])
        {
            rank -= counts[band++];
        }

        var low = band == 0 ? TimeSpan.Zero : UpperBounds[band - 1];
        return band == UpperBounds.Count - 1 ? low : low + (UpperBounds[band] - low) * (counts[band] == 0 ? 0 : rank / counts[band]);
    }
}
