using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G8: how fast healthy endpoints are served beside endpoints that hang, or that answer after 9 seconds, with a great backlog, over how fast without. The worst of the cases counts.</summary>
internal static class NeighboursGoal
{
    private const int SickBacklog = 100_000;
    private const int HealthyBacklog = 60_000;

    private static readonly (int Count, string Path)[] Cases = [(1, Receiver.Hang), (16, Receiver.Hang), (64, Receiver.Hang), (64, Receiver.Slow)];

    public static async Task<Figure> MeasureAsync(StoreKind kind, ReceiverProcess receiver, ScaleSize size)
    {
        var run = new RunSize(TimeSpan.Zero, Math.Min(HealthyBacklog, size.Rows), 3, 512);
        var alone = new NeighboursRun(kind, 0, "", 0);
        await alone.RateAsync(receiver, run);
        var (worst, details) = ((IReadOnlyList<double>)[], new List<string>());
        foreach (var (count, path) in Cases)
        {
            var beside = new NeighboursRun(kind, count, path, Math.Min(SickBacklog, size.Rows));
            var ofCase = new List<double>();
            var before = await alone.RateAsync(receiver, run);
            for (var round = 0; round < size.Rounds; round++)
            {
                var rate = await beside.RateAsync(receiver, run);
                var after = await alone.RateAsync(receiver, run);
                ofCase.Add(rate / ((before + after) / 2));
                before = after;
            }

            var median = Figure.Of(ofCase, 0.5);
            worst = worst.Count == 0 || median < Figure.Of(worst, 0.5) ? ofCase : worst;
            details.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {path.Trim('/')} {median:0.00}"));
        }

        return new Figure("G8", $"{kind}: healthy endpoints beside sick ones over without, the worst case", 0.85, 0.97, true, worst, string.Join("; ", details));
    }
}
