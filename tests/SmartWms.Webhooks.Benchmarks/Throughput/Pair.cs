namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>One run of the engine and the bare loops on both sides of it.</summary>
internal sealed record Pair(Goal Goal, Measured Before, Measured Engine, Measured After)
{
    public double Raw => (Before.Rate + After.Rate) / 2;

    public double Ratio => Engine.Rate / Raw;

    /// <summary>What a delivery allocates beyond what the bare loop does.</summary>
    public double ExtraBytes => Engine.Bytes - ((Before.Bytes + After.Bytes) / 2);

    public double RawMicroseconds => (Before.Microseconds + After.Microseconds) / 2;
}
