using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Scale;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Comparators;

/// <summary>G5: how many times as fast as what a team writes by hand, SQLite FULL on both sides, in turns.</summary>
internal static class ByHandGoal
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(ReceiverProcess receiver, RunSize run, ScaleSize size)
    {
        var engine = new DrainRun(StoreKind.SqliteFull);
        await engine.RunAsync(receiver, run);
        var (overParallel, overTimer, rates) = (new List<double>(), new List<double>(), new List<(double Engine, double Parallel, double Timer)>());
        for (var round = 0; round < size.Rounds; round++)
        {
            var parallel = await new ByHandRun(ByHandForm.Parallel).RunAsync(receiver, Window);
            var ours = (await engine.RunAsync(receiver, run)).Rate;
            var timer = await new ByHandRun(ByHandForm.Timer).RunAsync(receiver, Window);
            rates.Add((ours, parallel, timer));
            overParallel.Add(ours / parallel);
            overTimer.Add(ours / timer);
        }

        string Detail(Func<(double Engine, double Parallel, double Timer), double> theirs) =>
            string.Create(CultureInfo.InvariantCulture, $"{Figure.Of(rates.Select(each => each.Engine), 0.5):N0}/s over {Figure.Of(rates.Select(theirs), 0.5):N0}/s");
        return
        [
            new Figure("G5", "SQLite FULL: drain over 16 at once with a statement a row", 8, 14, true, overParallel, Detail(each => each.Parallel)),
            new Figure("G5", "SQLite FULL: drain over a timer of 1 s", 200, 500, true, overTimer, Detail(each => each.Timer)),
        ];
    }
}
