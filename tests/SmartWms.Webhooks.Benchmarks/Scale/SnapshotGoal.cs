using System.Data;
using System.Globalization;
using Npgsql;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G7: what a claim on PostgreSQL costs after very many rows went through while somebody held a snapshot open, so that nothing of them could be cleaned up.</summary>
internal static class SnapshotGoal
{
    private const int Lanes = 1_000;
    private const int Claimed = 100;
    private const int Claims = 60;
    private const int RowsAtOnce = 1_000;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(ScaleSize size)
    {
        var (medians, worst, details) = (new List<double>(), new List<double>(), "");
        for (var round = 0; round < size.Rounds; round++)
        {
            await using var database = await Database.CreateAsync(StoreKind.PostgreSql);
            await using var store = await FilledStore.OpenAsync(database, Lanes);
            await ClaimsAsync(store);
            var fresh = Figure.Of(await ClaimsAsync(store), 0.5);
            await using var connection = new NpgsqlConnection(database.ConnectionString);
            await connection.OpenAsync();
            await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
            await using var look = new NpgsqlCommand("select count(*) from pg_class", connection, snapshot);
            await look.ExecuteScalarAsync();
            for (var rows = 0; rows < size.Rows * 3 / 10; rows += RowsAtOnce)
            {
                await store.TakeAsync(RowsAtOnce);
            }

            var held = await ClaimsAsync(store);
            medians.Add(Figure.Of(held, 0.5) / fresh);
            worst.Add(held.Max() / fresh);
            details = string.Create(CultureInfo.InvariantCulture, $"{fresh:0.00} ms fresh; after {size.Rows * 3 / 10:N0} rows {Figure.Of(held, 0.5):0.00} ms, worst {held.Max():0.00} ms");
        }

        return
        [
            new Figure("G7", "PostgreSQL: claim 100 under a held snapshot over fresh, median", 2, 1.2, false, medians, details),
            new Figure("G7", "PostgreSQL: claim 100 under a held snapshot over fresh, worst", 10, 5, false, worst, details),
        ];
    }

    /// <returns>Milliseconds of each.</returns>
    private static async Task<double[]> ClaimsAsync(FilledStore store)
    {
        var times = new double[Claims];
        for (var index = 0; index < times.Length; index++)
        {
            times[index] = (await store.TakeAsync(Claimed)).TotalMilliseconds;
        }

        return times;
    }
}
