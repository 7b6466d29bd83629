using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Comparators;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>What is measured for the goals of some numbers; G6, G8, G9, G10 and G12 once for each store.</summary>
internal sealed class ScaleGoals(IEnumerable<string> numbers, ReceiverProcess receiver, int rows) : IAsyncDisposable
{
    private const int RowsOfWarmUp = 20_000;

    private static readonly RunSize Run = new(TimeSpan.FromSeconds(2.5), 50_000, 3, 512);

    private readonly IScaleGoal[] _goals = [.. numbers.SelectMany(number => Of(number, receiver, rows))];

    /// <summary>All numbers, in the order of the table.</summary>
    public static IReadOnlyList<string> Numbers { get; } = ["G5", "G6", "G7", "G8", "G9", "G10", "G11", "G12", "G14", "G15"];

    /// <summary>What the rounds so far came to.</summary>
    public IEnumerable<Figure> Figures => _goals.SelectMany(goal => goal.Figures);

    /// <summary>A round that is not kept, over few rows: the runtime compiles what is hot.</summary>
    public static async Task WarmUpAsync(IEnumerable<string> numbers, ReceiverProcess receiver)
    {
        await using var goals = new ScaleGoals(numbers, receiver, RowsOfWarmUp);
        await goals.RoundAsync();
    }

    /// <summary>Each goal once.</summary>
    public async Task RoundAsync()
    {
        foreach (var goal in _goals)
        {
            await goal.RoundAsync();
            foreach (var figure in goal.Figures)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Number} {figure.Case}: {figure.Values[^1]:0.00}"));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var goal in _goals)
        {
            await goal.DisposeAsync();
        }
    }

    private static IScaleGoal[] Of(string number, ReceiverProcess receiver, int rows) => number switch
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
