namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>One timed run.</summary>
/// <param name="Requests">As the receiver counted them.</param>
/// <param name="Time">From the first to the last of the work.</param>
/// <param name="AllocatedBytes">By this process.</param>
/// <param name="Processor">Processor time of this process.</param>
internal sealed record Measured(long Requests, TimeSpan Time, long AllocatedBytes, TimeSpan Processor)
{
    /// <summary>Requests per second.</summary>
    public double Rate => Requests / Time.TotalSeconds;

    /// <summary>Bytes allocated per request.</summary>
    public double Bytes => (double)AllocatedBytes / Requests;

    /// <summary>Microseconds of processor time per request.</summary>
    public double Microseconds => Processor.TotalMicroseconds / Requests;

    /// <summary>Of the store; <see langword="null"/> for the bare loop.</summary>
    public StoreUse? Store { get; init; }

    /// <summary>How long each publish took, ascending; empty where nothing is published meanwhile.</summary>
    public IReadOnlyList<TimeSpan> Publishes { get; init; } = [];

    /// <summary>Itself, when the receiver got every delivery exactly once.</summary>
    public Measured Checked(long deliveries) => Requests == deliveries
        ? this
        : throw new InvalidOperationException($"{deliveries} deliveries were recorded and the receiver counted {Requests} requests: some were lost or sent twice.");
}
