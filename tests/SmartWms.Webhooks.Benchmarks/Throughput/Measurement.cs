using System.Diagnostics;
using SmartWms.Webhooks.Benchmarks.Receiving;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>Begins with everything collected, so that no run pays for its neighbour's garbage.</summary>
internal sealed class Measurement
{
    private readonly ReceiverProcess _receiver;
    private readonly long _requests;
    private readonly long _bytes;
    private readonly TimeSpan _processor;
    private readonly long _start;

    private Measurement(ReceiverProcess receiver, long requests)
    {
        _receiver = receiver;
        _requests = requests;
        _bytes = GC.GetTotalAllocatedBytes(precise: true);
        _processor = Environment.CpuUsage.TotalTime;
        _start = Stopwatch.GetTimestamp();
    }

    public static async Task<Measurement> StartAsync(ReceiverProcess receiver)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return new Measurement(receiver, await receiver.CountAsync());
    }

    public async Task<Measured> EndAsync()
    {
        var time = Stopwatch.GetElapsedTime(_start);
        var processor = Environment.CpuUsage.TotalTime - _processor;
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - _bytes;
        return new Measured(await _receiver.CountAsync() - _requests, time, bytes, processor);
    }
}
