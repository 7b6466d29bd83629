namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>How much is measured.</summary>
/// <param name="Duration">Of the bare loop and of publishing.</param>
/// <param name="Backlog">Deliveries to be drained.</param>
internal sealed record RunSize(TimeSpan Duration, int Backlog);
