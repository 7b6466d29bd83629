using System.Diagnostics;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Scale;
using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>Measures what is calibrated on and what is predicted in one short run, so that both come from one state of the machine.</summary>
internal static class ShortRun
{
    private const int Syncs = 101;

    private static readonly RunSize Size = new(TimeSpan.FromSeconds(2), 50_000, 3, 512);

    public static async Task<Measurements> MeasureAsync(int rounds)
    {
        await using var receiver = await ReceiverProcess.StartAsync();
        Goal[] goals = [.. Goal.All.Where(goal => goal.Number is "G1" or "G2" or "G3")];
        var interleaving = new Interleaving(receiver, Size);
        await interleaving.WarmUpAsync(goals);
        var pairs = await interleaving.RunAsync(goals, rounds);
        double Ratio(string number, StoreKind kind) => RowOf(number, kind).Ratio;
        Row RowOf(string number, StoreKind kind) => new(goals.Single(goal => goal.Number == number && goal.Store == kind), pairs.Where(pair => pair.Goal.Number == number && pair.Goal.Store == kind));
        return new Measurements
        {
            Raw = RowOf("G1", StoreKind.Memory).Median(pair => pair.Raw),
            PublishMicroseconds = RowOf("G1", StoreKind.Memory).Publish(0.5)!.Value,
            SyncMicroseconds = Sync(),
            G1 = Ratio("G1", StoreKind.Memory),
            G2 = [Ratio("G2", StoreKind.SqliteFull), Ratio("G2", StoreKind.SqliteNormal)],
            G3 = [Ratio("G3", StoreKind.SqliteFull), Ratio("G3", StoreKind.SqliteNormal)],
            G8 = [await BesideAsync(StoreKind.Memory), await BesideAsync(StoreKind.SqliteFull)],
        };

        async Task<double> BesideAsync(StoreKind kind)
        {
            var goal = new NeighboursGoal(kind, receiver, int.MaxValue);
            for (var round = 0; round < rounds; round++)
            {
                await goal.RoundAsync();
            }

            var figure = goal.Figures[0];
            Console.Error.WriteLine($"{figure.Case}: {figure.Detail}");
            return figure.Median;
        }
    }

    /// <returns>Microseconds that a file system takes to make a page durable.</returns>
    private static double Sync()
    {
        using var folder = new TempFolder();
        using var file = new FileStream(folder["sync"], FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var times = new List<double>(Syncs);
        var page = new byte[4096];
        for (var count = 0; count < Syncs; count++)
        {
            file.Write(page);
            var start = Stopwatch.GetTimestamp();
            file.Flush(flushToDisk: true);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return Figure.Of(times, 0.5);
    }
}
