using System.Diagnostics;
using SmartWms.Webhooks.Benchmarks.Receiving;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>64 callers publish, each its next event when the one before is durable, while the engine delivers. Ends when everything published is recorded as delivered.</summary>
internal sealed class LiveRun(StoreKind kind) : IEngineRun
{
    /// <summary>Published and not yet delivered, at most: without a limit memory would fill faster than anything can send.</summary>
    private const int MostUndelivered = 1024;

    private const int SampledPublishes = 4096;

    public async Task<Measured> RunAsync(ReceiverProcess receiver, RunSize size)
    {
        await using var database = await Database.CreateAsync(kind);
        await using var host = new EngineHost(database, delivers: true, size.InFlight);
        await host.StartAsync();
        await host.SubscribeAsync(receiver.Url);
        var progress = new Progress(MostUndelivered);
        host.Deliveries.Delivered = progress.Delivered;
        var measurement = await Measurement.StartAsync(receiver);
        var start = Stopwatch.GetTimestamp();
        using var inFlight = new InFlightSampler(host.Lanes);
        var publishes = await Task.WhenAll(Enumerable.Range(0, Payload.Lanes).Select(first => Task.Run(() => PublishAsync(host, progress, first, start, size))));
        await progress.WaitForAsync(progress.Begun);
        var measured = await measurement.EndAsync();
        TimeSpan[] sorted = [.. publishes.SelectMany(each => each).Order()];
        return measured.Checked(progress.Begun) with { Publishes = sorted, Store = host.Deliveries.Use with { InFlight = inFlight.Mean } };
    }

    private static async Task<TimeSpan[]> PublishAsync(EngineHost host, Progress progress, int first, long start, RunSize size)
    {
        var publishes = new TimeSpan[SampledPublishes];
        var count = 0;
        for (; Stopwatch.GetElapsedTime(start) < size.Duration; count++)
        {
            await progress.BeginAsync(size.FanOut);
            var begun = Stopwatch.GetTimestamp();
            await host.Dispatcher.PublishAsync([Payload.EventFor((first + count) % Payload.Lanes, size.FanOut)]);
            publishes[count % SampledPublishes] = Stopwatch.GetElapsedTime(begun);
        }

        return publishes[..Math.Min(count, SampledPublishes)];
    }
}
