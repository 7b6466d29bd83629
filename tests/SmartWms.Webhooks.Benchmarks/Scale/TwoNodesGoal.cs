using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G15: what two nodes on one PostgreSQL drain together over what one does before and after, on the same processors. A lost or doubled delivery is an exception.</summary>
internal sealed class TwoNodesGoal(ReceiverProcess receiver, RunSize run) : IScaleGoal
{
    private readonly DrainRun _one = new(StoreKind.PostgreSql);
    private readonly DrainRun _two = new(StoreKind.PostgreSql, nodes: 2);
    private readonly List<(double Alone, double Together)> _rates = [];

    public IReadOnlyList<Figure> Figures
    {
        get
        {
            var detail = string.Create(
                CultureInfo.InvariantCulture,
                $"{Figure.Of(_rates.Select(each => each.Together), 0.5):N0}/s by two, {Figure.Of(_rates.Select(each => each.Alone), 0.5):N0}/s by one; none lost, none doubled");
            return [new Figure("G15", "PostgreSQL: drain by two nodes over one", 0.90, 1.0, true, [.. _rates.Select(each => each.Together / each.Alone)], detail)];
        }
    }

    public async Task RoundAsync()
    {
        var before = (await _one.RunAsync(receiver, run)).Rate;
        var together = (await _two.RunAsync(receiver, run)).Rate;
        _rates.Add(((before + (await _one.RunAsync(receiver, run)).Rate) / 2, together));
    }
}
