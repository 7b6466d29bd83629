using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Comparators;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>Measures the goals that are not ratios to the bare loop: G5 to G12, G14, G15.</summary>
internal static class ScaleCommand
{
    public const string Usage = "[--only G6,G7,…] [--rows N=1000000] [--rounds N=5]";

    private const int RowsOfWarmUp = 20_000;

    private static readonly RunSize Run = new(TimeSpan.FromSeconds(2.5), 50_000, 3, 512);

    public static IReadOnlyList<string> All { get; } = ["G5", "G6", "G7", "G8", "G9", "G10", "G11", "G12", "G14", "G15"];

    public static async Task<int> RunAsync(string[] words)
    {
        var (only, rows, rounds) = (All, 1_000_000, 5);
        for (var index = 0; index < words.Length; index += 2)
        {
            switch (words[index..])
            {
                case ["--only", var names, ..] when names.Split(',').All(All.Contains):
                    only = names.Split(',');
                    break;
                case ["--rows", var text, ..] when int.TryParse(text, CultureInfo.InvariantCulture, out rows) && rows >= 10_000:
                case ["--rounds", var count, ..] when int.TryParse(count, CultureInfo.InvariantCulture, out rounds) && rounds >= 1:
                    break;
                default:
                    Console.Error.WriteLine($"'{string.Join(' ', words[index..])}' is not understood. usage: scale {Usage}");
                    return 2;
            }
        }

        await using var receiver = await ReceiverProcess.StartAsync();
        await WarmUpAsync(only, receiver);
        var goals = Goals(only, receiver, rows);
        for (var round = 1; round <= rounds; round++)
        {
            await RoundAsync(goals);
        }

        Figure[] figures = [.. goals.SelectMany(goal => goal.Figures)];
        await DisposeAsync(goals);
        Console.WriteLine(FigureTable.Of(figures));
        return figures.Any(figure => figure.MissesFloor) ? 1 : 0;
    }

    /// <summary>What is measured for the goals of these numbers; G6, G8, G9, G10 and G12 once for each store.</summary>
    public static IReadOnlyList<IScaleGoal> Goals(IEnumerable<string> numbers, ReceiverProcess receiver, int rows) => [.. numbers.SelectMany(number => Goals(number, receiver, rows))];

    /// <summary>A round that is not kept, over few rows: the runtime compiles what is hot.</summary>
    public static async Task WarmUpAsync(IEnumerable<string> numbers, ReceiverProcess receiver)
    {
        var goals = Goals(numbers, receiver, RowsOfWarmUp);
        await RoundAsync(goals);
        await DisposeAsync(goals);
    }

    /// <summary>Each goal once.</summary>
    public static async Task RoundAsync(IEnumerable<IScaleGoal> goals)
    {
        foreach (var goal in goals)
        {
            await goal.RoundAsync();
            foreach (var figure in goal.Figures)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Number} {figure.Case}: {figure.Values[^1]:0.00}"));
            }
        }
    }

    /// <summary>Gives back what they kept.</summary>
    public static async Task DisposeAsync(IEnumerable<IScaleGoal> goals)
    {
        foreach (var goal in goals)
        {
            await goal.DisposeAsync();
        }
    }

    private static IScaleGoal[] Goals(string number, ReceiverProcess receiver, int rows) => number switch
    {
        "G5" => [new ByHandGoal(receiver, Run)],
        "G6" => [new ClaimGoal(StoreKind.SqliteFull, 1.2, rows), new ClaimGoal(StoreKind.PostgreSql, 1.1, rows)],
        "G7" => [new SnapshotGoal(rows)],
        "G8" => [new NeighboursGoal(StoreKind.Memory, receiver, rows), new NeighboursGoal(StoreKind.SqliteFull, receiver, rows), new NeighboursGoal(StoreKind.PostgreSql, receiver, rows)],
        "G9" => [new PublishGoal(StoreKind.SqliteFull, receiver), new PublishGoal(StoreKind.PostgreSql, receiver)],
        "G10" => [new FanOutGoal(StoreKind.SqliteFull), new FanOutGoal(StoreKind.PostgreSql)],
        "G11" => [new MemoryGoal(rows)],
        "G12" => [new OpenGoal(StoreKind.SqliteFull, receiver, rows), new OpenGoal(StoreKind.PostgreSql, receiver, rows)],
        "G14" => [new IdleGoal()],
        _ => [new TwoNodesGoal(receiver, Run)],
    };
}
