namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>What things take on the simulated machine, in microseconds of one core.</summary>
internal sealed record Costs
{
    public int Cores { get; init; } = 2;

    /// <summary>Of the pools of sender and receiver together: two for each core.</summary>
    public int PoolThreads => 2 * Cores;

    /// <summary>A delivery from claim to result, with the receiver's part when it is on the same machine. Calibrated.</summary>
    public required double Send { get; init; }

    /// <summary>Rendering, matching and fanning out one event.</summary>
    public required double Publish { get; init; }

    /// <summary>One look for due lanes.</summary>
    public double Look { get; init; } = 50;

    /// <summary>Writing one row, in whatever statement: an event, a delivery, a claim, a result. Calibrated; 0: a store in memory, whose cost is in the rest.</summary>
    public double Row { get; init; }

    /// <summary>A transaction without its rows: PERFORMANCE 2c, batch of one without fsync.</summary>
    public double Commit { get; init; } = 20;

    /// <summary>How long the disk makes the writer wait for each transaction; no core works meanwhile. The machine's fsync takes 0.1 ms.</summary>
    public double Sync { get; init; }

    public bool IsInMemory => Row == 0;
}
