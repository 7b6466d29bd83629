using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Scale;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Comparators;

/// <summary>G5: how many times as fast as what a team writes by hand, SQLite FULL on both sides, in turns.</summary>
internal sealed class ByHandGoal(ReceiverProcess receiver, RunSize run) : IScaleGoal
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly DrainRun _engine = new(StoreKind.SqliteFull);
    private readonly List<(double Engine, double Parallel, double Timer)> _rates = [];

    public IReadOnlyList<Figure> Figures =>
    [
        Over("16 at once with a statement a row", 8, 14, each => each.Parallel),
        Over("a timer of 1 s", 200, 500, each => each.Timer),
    ];

    public async Task RoundAsync()
    {
        var parallel = await new ByHandRun(ByHandForm.Parallel).RunAsync(receiver, Window);
        var engine = (await _engine.RunAsync(receiver, run)).Rate;
        _rates.Add((engine, parallel, await new ByHandRun(ByHandForm.Timer).RunAsync(receiver, Window)));
    }

    private Figure Over(string form, double floor, double wanted, Func<(double Engine, double Parallel, double Timer), double> theirs)
    {
        var detail = string.Create(CultureInfo.InvariantCulture, $"{Figure.Of(_rates.Select(each => each.Engine), 0.5):N0}/s over {Figure.Of(_rates.Select(theirs), 0.5):N0}/s");
        return new Figure("G5", $"SQLite FULL: drain over {form}", floor, wanted, true, [.. _rates.Select(each => each.Engine / theirs(each))], detail);
    }
}
