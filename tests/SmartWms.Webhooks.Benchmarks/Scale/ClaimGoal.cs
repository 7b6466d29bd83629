using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G6: what it costs to find lanes and claim 100 beside a great many rows that are not due or finished, over what it costs beside none.</summary>
internal static class ClaimGoal
{
    private const int Lanes = 1_000;
    private const int Claimed = 100;
    private const int ClaimsInARound = 40;

    public static async Task<Figure> MeasureAsync(StoreKind kind, double wanted, ScaleSize size)
    {
        await using var small = await Database.CreateAsync(kind);
        await using var great = await Database.CreateAsync(kind);
        await using var empty = await FilledStore.OpenAsync(small, Lanes);
        await using var full = await FilledStore.OpenAsync(great, Lanes);
        await full.AddAsync(size.Rows, TimeProvider.System.GetUtcNow().AddDays(1));
        await full.FinishAsync(size.Rows);
        await great.VacuumAsync();
        await MedianAsync(empty);
        await MedianAsync(full);
        var ratios = new List<double>();
        var (alone, beside) = (new List<double>(), new List<double>());
        for (var round = 0; round < size.Rounds; round++)
        {
            alone.Add(await MedianAsync(empty));
            beside.Add(await MedianAsync(full));
            ratios.Add(beside[^1] / alone[^1]);
        }

        var detail = string.Create(CultureInfo.InvariantCulture, $"{Figure.Of(beside, 0.5):0.00} ms beside {size.Rows:N0} + {size.Rows:N0} rows, {Figure.Of(alone, 0.5):0.00} ms beside none");
        return new Figure("G6", $"{kind}: find lanes and claim {Claimed}, full store over empty", 1.5, wanted, false, ratios, detail);
    }

    /// <returns>Milliseconds.</returns>
    private static async Task<double> MedianAsync(FilledStore store)
    {
        var times = new double[ClaimsInARound];
        for (var index = 0; index < times.Length; index++)
        {
            times[index] = (await store.TakeAsync(Claimed)).TotalMilliseconds;
        }

        return Figure.Of(times, 0.5);
    }
}
