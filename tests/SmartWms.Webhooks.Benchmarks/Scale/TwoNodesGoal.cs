using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G15: what two nodes on one PostgreSQL drain together over what one does, on the same processors. A lost or doubled delivery is an exception.</summary>
internal static class TwoNodesGoal
{
    public static async Task<Figure> MeasureAsync(ReceiverProcess receiver, RunSize run, ScaleSize size)
    {
        var (one, two) = (new DrainRun(StoreKind.PostgreSql), new DrainRun(StoreKind.PostgreSql, nodes: 2));
        await one.RunAsync(receiver, run);
        var (ratios, alone, together) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < size.Rounds; round++)
        {
            alone.Add((await one.RunAsync(receiver, run)).Rate);
            together.Add((await two.RunAsync(receiver, run)).Rate);
            ratios.Add(together[^1] / alone[^1]);
        }

        var detail = string.Create(CultureInfo.InvariantCulture, $"{Figure.Of(together, 0.5):N0}/s by two, {Figure.Of(alone, 0.5):N0}/s by one; none lost, none doubled");
        return new Figure("G15", "PostgreSQL: drain by two nodes over one", 0.90, 1.0, true, ratios, detail);
    }
}
