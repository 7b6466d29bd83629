namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>How much is measured.</summary>
/// <param name="Duration">Of the bare loop and of publishing.</param>
/// <param name="Backlog">Deliveries to be drained.</param>
/// <param name="FanOut">Deliveries of one event, 1 to 5.</param>
/// <param name="InFlight">Requests in flight at most, of the bare loop and of the engine alike.</param>
internal sealed record RunSize(TimeSpan Duration, int Backlog, int FanOut, int InFlight)
{
    /// <summary>Events to be published for the backlog.</summary>
    public int Events => Backlog / FanOut;
}
