using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Statistics;

/// <summary>What became of the requests of one span of time. Tests, and requests that a stop cut, are not counted.</summary>
public sealed record StatisticsPoint
{
    /// <summary>The span's begin, in UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Requests that delivered.</summary>
    public required long Delivered { get; init; }

    /// <summary>Requests that failed, class by class; classes without any are left out.</summary>
    public required IReadOnlyDictionary<FailureClass, long> Failures { get; init; }

    /// <summary>Half of the requests took no longer than this; <see langword="null"/> without any. Like the others right to within its band (<see cref="LatencyBands"/>).</summary>
    public TimeSpan? P50 { get; init; }

    /// <summary>95 of 100 took no longer.</summary>
    public TimeSpan? P95 { get; init; }

    /// <summary>99 of 100 took no longer; at most 30 seconds, where the last band begins.</summary>
    public TimeSpan? P99 { get; init; }

    /// <summary>Requests that failed.</summary>
    public long Failed => Failures.Values.Sum();

    /// <summary>All requests.</summary>
    public long Attempts => Delivered + Failed;

    /// <summary>The share that delivered, 0 to 1; <see langword="null"/> without any.</summary>
    public double? SuccessRate => Attempts == 0 ? null : (double)Delivered / Attempts;
}
