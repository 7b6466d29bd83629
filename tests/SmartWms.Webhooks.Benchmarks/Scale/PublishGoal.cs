using System.Diagnostics;
using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G9: the 99th percentile of publishing, 8 callers at a third of the rate that the engine can keep up, over the median of one durable transaction of the store by itself.</summary>
internal static class PublishGoal
{
    private const int Callers = 8;
    private const double Share = 0.3;
    private const int SingleTransactions = 300;

    public static async Task<Figure> MeasureAsync(StoreKind kind, ReceiverProcess receiver, ScaleSize size)
    {
        var run = new RunSize(TimeSpan.FromSeconds(2.5), 0, 3, 512);
        await new LiveRun(kind).RunAsync(receiver, run);
        var (ratios, details) = (new List<double>(), "");
        for (var round = 0; round < size.Rounds; round++)
        {
            var rate = (await new LiveRun(kind).RunAsync(receiver, run)).Rate / run.FanOut;
            var single = await SingleAsync(kind);
            var publishes = await PacedAsync(kind, receiver, run, rate * Share);
            var worst = Figure.Of(publishes.Select(time => time.TotalMilliseconds), 0.99);
            ratios.Add(worst / single);
            details = string.Create(CultureInfo.InvariantCulture, $"p50 {Figure.Of(publishes.Select(time => time.TotalMilliseconds), 0.5):0.00}, p99 {worst:0.00} ms at {rate * Share:N0} events/s; one transaction {single:0.00} ms");
        }

        return new Figure("G9", $"{kind}: publish p99, 8 callers at 30 %, over one transaction", 6, 3, false, ratios, details);
    }

    /// <returns>Milliseconds of the median.</returns>
    private static async Task<double> SingleAsync(StoreKind kind)
    {
        await using var database = await Database.CreateAsync(kind);
        await using var store = await FilledStore.OpenAsync(database, Payload.Lanes);
        var times = new double[SingleTransactions];
        for (var index = 0; index < times.Length; index++)
        {
            var start = Stopwatch.GetTimestamp();
            await store.AddOneAsync(fanOut: 3);
            times[index] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Figure.Of(times, 0.5);
    }

    private static async Task<IReadOnlyList<TimeSpan>> PacedAsync(StoreKind kind, ReceiverProcess receiver, RunSize run, double eventsPerSecond)
    {
        await using var database = await Database.CreateAsync(kind);
        await using var host = new EngineHost(database, delivers: true, run.InFlight);
        await host.StartAsync();
        await host.SubscribeAsync(receiver.Url);
        var each = TimeSpan.FromSeconds(Callers / eventsPerSecond);
        var all = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(host, caller, each, run))));
        return [.. all.SelectMany(times => times)];
    }

    /// <summary>Publishes at fixed times; one that comes late makes none of the others late.</summary>
    private static async Task<List<TimeSpan>> CallAsync(EngineHost host, int caller, TimeSpan each, RunSize run)
    {
        var times = new List<TimeSpan>();
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; Stopwatch.GetElapsedTime(start) < run.Duration; number++)
        {
            var wait = each * number - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(wait, TimeProvider.System);
            }

            var begun = Stopwatch.GetTimestamp();
            await host.Dispatcher.PublishAsync([Payload.EventFor((caller + number) % Payload.Lanes, run.FanOut)]);
            times.Add(Stopwatch.GetElapsedTime(begun));
        }

        return times;
    }
}
