using System.Diagnostics;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Hostile;

/// <summary>Healthy webhooks beside all the hostile ones. Times and memory are measured, hence alone.</summary>
[Collection(nameof(NeighbourTests))]
[CollectionDefinition(nameof(NeighbourTests), DisableParallelization = true)]
public sealed class NeighbourTests
{
    private const int Neighbours = 20;
    private const int Events = 600;
    private const int HostileEachRound = 5;
    private const int Rounds = 3;
    private const int MaxGrowth = 50 * 1024 * 1024;

    [Fact]
    public async Task Neighbours_p95_stays_within_twice_the_baseline_and_memory_within_50_MB()
    {
        await using var healthy = await ScriptedReceiver.StartAsync();
        await using var host = await HostileHost.StartAsync();
        for (var i = 0; i < Neighbours; i++)
        {
            await host.Engine.SubscribeAsync(healthy.UrlOf($"/{i}"), form => form.EventTypes = ["healthy.event"]);
        }

        _ = await RunAsync(host, healthy, hostile: 1);      // connections and code are warm for both
        List<(Percentiles Alone, Percentiles Beside)> rounds = [];
        var growth = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            // What the healthy ones alone leave behind (the test keeps every request and log line) is no one's fault.
            var start = Memory();
            var alone = await RunAsync(host, healthy, hostile: 0);
            var middle = Memory();
            rounds.Add((alone, await RunAsync(host, healthy, HostileEachRound)));
            growth += Memory() - middle - (middle - start);
        }

        var text = $"{string.Join("; ", rounds.Select(round => $"alone {round.Alone}, beside {round.Beside}"))}; {growth / 1024 / 1024} MB more";
        TestContext.Current.SendDiagnosticMessage(text);
        Assert.True(rounds.Exists(IsWithinTwice), text);
        Assert.True(growth <= MaxGrowth, text);
    }

    /// <summary>A waiting neighbour would show in every round, by seconds; whatever else the machine does shows in some, by a millisecond.</summary>
    private static bool IsWithinTwice((Percentiles Alone, Percentiles Beside) round) => round.Beside.P95 <= 2 * round.Alone.P95;

    /// <summary>Publishes one healthy event after the other, the hostile ones among them.</summary>
    private static async Task<Percentiles> RunAsync(HostileHost host, ScriptedReceiver healthy, int hostile)
    {
        var latencies = new List<double>(Events * Neighbours);
        string[] spread = [.. Enumerable.Repeat(host.EventTypes, hostile).SelectMany(types => types)];
        for (var i = 0; i < Events; i++)
        {
            // Each behaviour as often as was asked for, all of them spread evenly.
            foreach (var behaviour in spread.Skip(i * spread.Length / Events).Take(((i + 1) * spread.Length / Events) - (i * spread.Length / Events)))
            {
                await host.Engine.Dispatcher.PublishAsync(behaviour, i, cancellationToken: TestContext.Current.CancellationToken);
            }

            var seen = healthy.Count;
            var start = TimeProvider.System.GetUtcNow();
            await host.Engine.Dispatcher.PublishAsync("healthy.event", i, cancellationToken: TestContext.Current.CancellationToken);
            var requests = await healthy.WaitForAsync(seen + Neighbours);
            latencies.AddRange(requests.Skip(seen).Select(request => (request.ArrivedAt - start).TotalMilliseconds));
        }

        return Percentiles.Of(latencies);
    }

    /// <summary>What the process has in memory, without what the collector holds ready for later: that is left over from 2,000 tests before this one.</summary>
    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private readonly record struct Percentiles(double P50, double P95, double P99)
    {
        public static Percentiles Of(List<double> values)
        {
            values.Sort();
            return new(values[values.Count / 2], values[values.Count * 95 / 100], values[values.Count * 99 / 100]);
        }

        public override string ToString() => $"p50 {P50:0.0} p95 {P95:0.0} p99 {P99:0.0} ms";
    }
}
