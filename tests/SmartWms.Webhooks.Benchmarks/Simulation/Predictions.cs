using System.Globalization;
using System.Text;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>Calibrates on G1 and G2, predicts G3 and G8 and says how far that is from what was measured.</summary>
internal static class Predictions
{
    private const int HealthyBacklog = 60_000;
    private const int SickBacklog = 100_000;

    private static readonly TimeSpan LiveFor = TimeSpan.FromSeconds(1);
    private static readonly Response Hangs = new(null, FailureClass.Timeout, TimeSpan.FromSeconds(10));
    private static readonly Response Slow = Response.Ok(TimeSpan.FromSeconds(9));

    private static readonly (int Count, string Kind, Response Response)[] Neighbours = [(1, "hang", Hangs), (16, "hang", Hangs), (64, "hang", Hangs), (64, "slow", Slow)];

    public static IReadOnlyList<Prediction> Make(Measurements measured, Action<string> tell)
    {
        var full = new Calibration(measured.Raw, measured.G1, measured.PublishMicroseconds, measured.G2[0], measured.SyncMicroseconds);
        var normal = full with { Drain = measured.G2[1], SyncMicroseconds = 0 };
        var inMemory = full.InMemory();
        var (durable, quick) = (full.Durable(inMemory), normal.Durable(inMemory));
        tell(string.Create(CultureInfo.InvariantCulture,
            $"Calibrated on G1 {measured.G1:0.00} and G2 {measured.G2[0]:0.00}; {measured.G2[1]:0.00} of R = {measured.Raw:N0}/s: a send takes {inMemory.Send:0.0} µs of a core on both sides together (a raw request {inMemory.Cores * 1e6 / measured.Raw:0.0}), a row {durable.Row:0.0} µs with FULL (an fsync {durable.Sync:N0} µs) and {quick.Row:0.0} µs with NORMAL."));
        return
        [
            new Prediction("G3", "SQLite FULL, live, ratio to R", SimulatedRun.Live(durable, LiveFor) / measured.Raw, measured.G3[0]),
            new Prediction("G3", "SQLite NORMAL, live, ratio to R", SimulatedRun.Live(quick, LiveFor) / measured.Raw, measured.G3[1]),
            Beside("memory", inMemory, measured.G8[0], tell),
            Beside("SQLite FULL", durable, measured.G8[1], tell),
        ];
    }

    public static string Table(IReadOnlyList<Prediction> predictions)
    {
        var text = new StringBuilder();
        text.AppendLine("| # | case | predicted | measured | deviation | within 25 % |");
        text.AppendLine("|---|---|---|---|---|---|");
        foreach (var each in predictions)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {each.Number} | {each.Case} | **{each.Predicted:0.00}** | {each.Measured:0.00} | {each.Deviation:+0 %;-0 %;0 %} | {(each.Holds ? "yes" : "**no**")} |");
        }

        return text.ToString();
    }

    private static Prediction Beside(string store, Costs costs, double measured, Action<string> tell)
    {
        var alone = SimulatedRun.Drain(costs, HealthyBacklog);
        double[] ratios = [.. Neighbours.Select(each => SimulatedRun.Drain(costs, HealthyBacklog, each.Count, SickBacklog, each.Response) / alone)];
        tell($"G8, {store}: {string.Join("; ", Neighbours.Zip(ratios, (each, ratio) => string.Create(CultureInfo.InvariantCulture, $"{each.Count} {each.Kind} {ratio:0.00}")))}.");
        return new Prediction("G8", $"{store}: healthy beside sick over without, the worst case", ratios.Min(), measured);
    }
}
