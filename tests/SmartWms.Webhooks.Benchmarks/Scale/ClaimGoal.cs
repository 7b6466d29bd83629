using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G6: what it costs to find lanes and claim 100 beside a great many rows that are not due or finished, over what it costs beside none.</summary>
internal sealed class ClaimGoal(StoreKind kind, double wanted, int rows) : IScaleGoal
{
    private const int Lanes = 1_000;
    private const int Claimed = 100;
    private const int ClaimsInATurn = 40;
    private const int Turns = 3;

    private readonly List<(double Alone, double Beside)> _rounds = [];
    private Database? _filled;

    public IReadOnlyList<Figure> Figures
    {
        get
        {
            var detail = string.Create(
                CultureInfo.InvariantCulture,
                $"{Figure.Of(_rounds.Select(each => each.Beside), 0.5):0.00} ms beside {rows:N0} + {rows:N0} rows, {Figure.Of(_rounds.Select(each => each.Alone), 0.5):0.00} ms beside none");
            return [new Figure("G6", $"{kind}: find lanes and claim {Claimed}, full store over empty", 1.5, wanted, false, [.. _rounds.Select(each => each.Beside / each.Alone)], detail)];
        }
    }

    public async Task RoundAsync()
    {
        await using var small = await Database.CreateAsync(kind);
        await using var great = await (_filled ??= await FillAsync()).CopyAsync();
        await using var empty = await FilledStore.OpenAsync(small, Lanes);
        await using var full = await FilledStore.OverAsync(great, Lanes);
        await MedianAsync(empty);
        await MedianAsync(full);
        var (alone, beside) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < Turns; turn++)
        {
            alone.Add(await MedianAsync(empty));
            beside.Add(await MedianAsync(full));
        }

        _rounds.Add((Figure.Of(alone, 0.5), Figure.Of(beside, 0.5)));
    }

    public ValueTask DisposeAsync() => _filled?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<Database> FillAsync()
    {
        var database = await Database.CreateAsync(kind);
        await using (var store = await FilledStore.OpenAsync(database, Lanes))
        {
            await store.AddAsync(rows, TimeProvider.System.GetUtcNow().AddDays(1));
            await store.FinishAsync(rows);
        }

        await database.VacuumAsync();
        return database;
    }

    /// <returns>Milliseconds.</returns>
    private static async Task<double> MedianAsync(FilledStore store)
    {
        var times = new double[ClaimsInATurn];
        for (var index = 0; index < times.Length; index++)
        {
            times[index] = (await store.TakeAsync(Claimed)).TotalMilliseconds;
        }

        return Figure.Of(times, 0.5);
    }
}
