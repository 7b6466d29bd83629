using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Comparators;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Scale;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks;

/// <summary>Measures every goal, G1 to G15, in rounds that each go through all of them and the comparison, and writes one table.</summary>
internal static class AllCommand
{
    public const string Usage = "[--rounds N=5] [--rows N=1000000] [--profile quick]";

    public static async Task<int> RunAsync(string[] words)
    {
        var (rounds, rows, quick) = (5, 1_000_000, false);
        for (var index = 0; index < words.Length; index++)
        {
            switch (words[index..])
            {
                case ["--rounds", var count, ..] when int.TryParse(count, out rounds) && rounds >= 1:
                case ["--rows", var number, ..] when int.TryParse(number, out rows) && rows >= 10_000:
                    index++;
                    break;
                case ["--profile", "quick", ..]:
                    (rounds, rows, quick) = (1, 20_000, true);
                    index++;
                    break;
                default:
                    Console.Error.WriteLine($"'{string.Join(' ', words[index..])}' is not understood. usage: all {Usage}");
                    return 2;
            }
        }

        await using var receiver = await ReceiverProcess.StartAsync();
        var interleaving = new Interleaving(receiver, new ThroughputArguments { IsQuick = quick, Seconds = quick ? 0.5 : 2.5 }.Size);
        await ScaleGoals.WarmUpAsync(ScaleGoals.Numbers, receiver);
        await new Comparison(receiver).RoundAsync();
        await interleaving.WarmUpAsync(Goal.All);
        await using var goals = new ScaleGoals(ScaleGoals.Numbers, receiver, rows);
        var (pairs, comparison) = (new List<Pair>(), new Comparison(receiver));
        for (var round = 1; round <= rounds; round++)
        {
            Console.Error.WriteLine($"Round {round} of {rounds}");
            pairs.AddRange(await interleaving.RunAsync(Goal.All, rounds: 1));
            await goals.RoundAsync();
            await comparison.RoundAsync();
        }

        Row[] throughput = [.. Goal.All.Select(goal => new Row(goal, pairs.Where(pair => pair.Goal == goal)))];
        Figure[] figures = [.. throughput.SelectMany(Figures).Concat(goals.Figures).OrderBy(figure => int.Parse(figure.Number.AsSpan(1), CultureInfo.InvariantCulture))];
        Console.WriteLine(RatioTable.Of(throughput));
        Console.WriteLine(FigureTable.Of(figures));
        Console.WriteLine(comparison.Table());
        return !quick && figures.Any(figure => figure.MissesFloor) ? 1 : 0;
    }

    /// <summary>A row's ratio to the bare loop; and of a drain what a delivery allocates beyond it (G13).</summary>
    private static IEnumerable<Figure> Figures(Row row)
    {
        var (goal, detail) = (row.Goal, FormattableString.Invariant($"{row.Median(pair => pair.Engine.Rate):N0}/s, bare loop {row.Median(pair => pair.Raw):N0}/s"));
        if (goal is { Floor: { } floor, Wanted: { } wanted })
        {
            yield return new Figure(goal.Number, $"{goal.Case}, ratio to the bare loop", floor, wanted, true, [.. row.Pairs.Select(pair => pair.Ratio)], detail);
        }

        if (goal.Allocation is { } most)
        {
            yield return new Figure("G13", $"{goal.Case}: KB a delivery beyond the bare loop", most.Floor, most.Wanted, false, [.. row.Pairs.Select(pair => pair.ExtraBytes / 1000)], detail);
        }
    }
}
