using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G8: how fast healthy endpoints are served beside endpoints that hang, or that answer after 9 seconds, with a great backlog, over how fast without. The worst of the cases counts.</summary>
internal sealed class NeighboursGoal(StoreKind kind, ReceiverProcess receiver, int rows) : IScaleGoal
{
    private const int SickBacklog = 100_000;
    private const int HealthyBacklog = 60_000;

    private static readonly (int Count, string Path)[] Cases = [(1, Receiver.Hang), (16, Receiver.Hang), (64, Receiver.Hang), (64, Receiver.Slow)];

    private readonly List<double>[] _ratios = [.. Cases.Select(_ => new List<double>())];

    public IReadOnlyList<Figure> Figures
    {
        get
        {
            var details = Cases.Zip(_ratios, (each, ratios) => string.Create(CultureInfo.InvariantCulture, $"{each.Count} {each.Path.Trim('/')} {Figure.Of(ratios, 0.5):0.00}"));
            return [new Figure("G8", $"{kind}: healthy endpoints beside sick ones over without, the worst case", 0.85, 0.97, true, _ratios.MinBy(ratios => Figure.Of(ratios, 0.5))!, string.Join("; ", details))];
        }
    }

    public async Task RoundAsync()
    {
        var run = new RunSize(TimeSpan.Zero, Math.Min(HealthyBacklog, rows), 3, 512);
        var alone = new NeighboursRun(kind, 0, "", 0);
        var before = await alone.RateAsync(receiver, run);
        foreach (var ((count, path), ratios) in Cases.Zip(_ratios))
        {
            var rate = await new NeighboursRun(kind, count, path, Math.Min(SickBacklog, rows)).RateAsync(receiver, run);
            var after = await alone.RateAsync(receiver, run);
            ratios.Add(rate / ((before + after) / 2));
            before = after;
        }
    }
}
