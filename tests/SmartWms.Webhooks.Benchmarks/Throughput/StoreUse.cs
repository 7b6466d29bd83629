namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>How the engine used its store in one run.</summary>
internal sealed record StoreUse
{
    public long Finds { get; init; }

    public TimeSpan FindTime { get; init; }

    public long Claims { get; init; }

    public TimeSpan ClaimTime { get; init; }

    public long ClaimedRows { get; init; }

    public long Batches { get; init; }

    public TimeSpan RecordTime { get; init; }

    public long Recorded { get; init; }

    /// <summary>Mean of what the lanes had in flight.</summary>
    public double InFlight { get; init; }
}
