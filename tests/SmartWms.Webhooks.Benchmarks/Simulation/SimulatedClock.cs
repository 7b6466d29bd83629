namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>The engine's clock in a simulation: shows what the timeline has reached. Nothing in a simulation waits by it, so it makes no timers.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private long _ticks;

    /// <summary>Since the start, in microseconds.</summary>
    public double Microseconds
    {
        set => _ticks = (long)(value * TimeSpan.TicksPerMicrosecond);
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(_ticks);

    public override long GetTimestamp() => _ticks;
}
