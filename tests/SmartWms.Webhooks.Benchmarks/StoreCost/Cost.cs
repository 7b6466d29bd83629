using System.Diagnostics;
using System.Globalization;

namespace SmartWms.Webhooks.Benchmarks.StoreCost;

/// <summary>What a piece of work took, for each delivery.</summary>
internal readonly record struct Cost(TimeSpan Processor, TimeSpan Wall, long Bytes, int Deliveries)
{
    /// <summary>A pipe that <c>perf stat --control fifo:</c> reads: it counts while something is measured, the warm-up included.</summary>
    private static readonly string? Perf = Environment.GetEnvironmentVariable("STORE_COST_PERF");

    /// <summary>Begins with everything collected.</summary>
    public static async Task<Cost> OfAsync(int deliveries, Func<Task> work)
    {
        GC.Collect();
        var (bytes, processor, start) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        Tell("enable");
        await work();
        Tell("disable");
        return new Cost(Environment.CpuUsage.TotalTime - processor, Stopwatch.GetElapsedTime(start), GC.GetTotalAllocatedBytes(precise: true) - bytes, deliveries);
    }

    private static void Tell(string command)
    {
        if (Perf is not null)
        {
            using var pipe = new FileStream(Perf, FileMode.Open, FileAccess.Write);
            pipe.Write(System.Text.Encoding.ASCII.GetBytes(command + "\n"));
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Processor.TotalMicroseconds / Deliveries:0.0} µs of processor, {Wall.TotalMicroseconds / Deliveries:0.0} µs of time, {(double)Bytes / Deliveries:0} B for each of {Deliveries} deliveries");
}
