using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Comparators;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>Measures the goals that are not ratios to the bare loop: G5 to G12, G14, G15.</summary>
internal static class ScaleCommand
{
    public const string Usage = "[--only G6,G7,…] [--rows N=1000000] [--rounds N=5]";

    private static readonly RunSize Run = new(TimeSpan.FromSeconds(2.5), 50_000, 3, 512);

    public static IReadOnlyList<string> All { get; } = ["G5", "G6", "G7", "G8", "G9", "G10", "G11", "G12", "G14", "G15"];

    public static async Task<int> RunAsync(string[] words)
    {
        IReadOnlyList<string> only = All;
        var size = new ScaleSize(1_000_000, 5);
        for (var index = 0; index < words.Length; index += 2)
        {
            switch (words[index..])
            {
                case ["--only", var names, ..] when names.Split(',').All(All.Contains):
                    only = names.Split(',');
                    break;
                case ["--rows", var rows, ..] when int.TryParse(rows, CultureInfo.InvariantCulture, out var number) && number >= 10_000:
                    size = size with { Rows = number };
                    break;
                case ["--rounds", var rounds, ..] when int.TryParse(rounds, CultureInfo.InvariantCulture, out var number) && number >= 1:
                    size = size with { Rounds = number };
                    break;
                default:
                    Console.Error.WriteLine($"'{string.Join(' ', words[index..])}' is not understood. usage: scale {Usage}");
                    return 2;
            }
        }

        var figures = await MeasureAsync(only, size);
        Console.WriteLine(FigureTable.Of(figures));
        return figures.Any(figure => figure.MissesFloor) ? 1 : 0;
    }

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(IEnumerable<string> numbers, ScaleSize size)
    {
        var figures = new List<Figure>();
        await using var receiver = await ReceiverProcess.StartAsync();
        foreach (var number in numbers)
        {
            foreach (var figure in await MeasureAsync(number, receiver, size))
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Number} {figure.Case}: {figure.Median:0.00} ({figure.Detail})"));
                figures.Add(figure);
            }
        }

        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(string number, ReceiverProcess receiver, ScaleSize size) => number switch
    {
        "G5" => await ByHandGoal.MeasureAsync(receiver, Run, size),
        "G6" => [await ClaimGoal.MeasureAsync(StoreKind.SqliteFull, 1.2, size), await ClaimGoal.MeasureAsync(StoreKind.PostgreSql, 1.1, size)],
        "G7" => await SnapshotGoal.MeasureAsync(size),
        "G8" =>
        [
            await NeighboursGoal.MeasureAsync(StoreKind.Memory, receiver, size),
            await NeighboursGoal.MeasureAsync(StoreKind.SqliteFull, receiver, size),
            await NeighboursGoal.MeasureAsync(StoreKind.PostgreSql, receiver, size),
        ],
        "G9" => [await PublishGoal.MeasureAsync(StoreKind.SqliteFull, receiver, size), await PublishGoal.MeasureAsync(StoreKind.PostgreSql, receiver, size)],
        "G10" => [await FanOutGoal.MeasureAsync(StoreKind.SqliteFull, size), await FanOutGoal.MeasureAsync(StoreKind.PostgreSql, size)],
        "G11" => await MemoryGoal.MeasureAsync(size),
        "G12" => [await OpenGoal.MeasureAsync(StoreKind.SqliteFull, receiver, size), await OpenGoal.MeasureAsync(StoreKind.PostgreSql, receiver, size)],
        "G14" => await IdleGoal.MeasureAsync(size),
        _ => [await TwoNodesGoal.MeasureAsync(receiver, Run, size)],
    };
}
