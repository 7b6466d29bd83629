namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>What was measured of G1 and G2, and nothing else: from it the costs are found with which the simulated runs are as fast.</summary>
/// <param name="Raw">R beside G1, requests per second: only its size, as all else are ratios.</param>
/// <param name="Live">G1, ratio to R.</param>
/// <param name="PublishMicroseconds">The p50 of a publish in G1: an event of three deliveries.</param>
/// <param name="Drain">G2, ratio to R.</param>
/// <param name="SyncMicroseconds">What an fsync takes on this machine; 0 with NORMAL.</param>
internal sealed record Calibration(double Raw, double Live, double PublishMicroseconds, double Drain, double SyncMicroseconds)
{
    private const int Backlog = 15_000;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.5);

    /// <summary>In memory: the send is what G1 leaves of the machine's time beside the publish.</summary>
    public Costs InMemory() => Fit(Live * Raw, 1, 400, send => new Costs { Send = send, Publish = PublishMicroseconds }, costs => SimulatedRun.Live(costs, Duration));

    /// <summary>With a writer: a row takes what G2 leaves beside the send.</summary>
    public Costs Durable(Costs inMemory) => Fit(
        Drain * Raw, 0.01, 400, row => inMemory with { Row = row, Sync = SyncMicroseconds }, costs => SimulatedRun.Drain(costs, Backlog));

    /// <summary>Halves the interval until the simulated rate is the measured one: a greater cost is a smaller rate.</summary>
    private static Costs Fit(double rate, double least, double most, Func<double, Costs> with, Func<Costs, double> simulate)
    {
        for (var step = 0; step < 12; step++)
        {
            var middle = Math.Sqrt(least * most);
            (least, most) = simulate(with(middle)) > rate ? (middle, most) : (least, middle);
        }

        return with(Math.Sqrt(least * most));
    }
}
