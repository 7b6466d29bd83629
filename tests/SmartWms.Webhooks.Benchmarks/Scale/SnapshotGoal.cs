using System.Data;
using System.Globalization;
using Npgsql;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G7: what a claim on PostgreSQL costs after very many rows went through while somebody held a snapshot open, so that nothing of them could be cleaned up.</summary>
internal sealed class SnapshotGoal(int rows) : IScaleGoal
{
    private const int Lanes = 1_000;
    private const int Claimed = 100;
    private const int Claims = 60;
    private const int RowsAtOnce = 1_000;

    private readonly int _through = rows * 3 / 10;
    private readonly List<(double Fresh, double Held, double Worst)> _rounds = [];

    public IReadOnlyList<Figure> Figures =>
    [
        Over("median", 2, 1.2, each => each.Held),
        Over("worst", 10, 5, each => each.Worst),
    ];

    public async Task RoundAsync()
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
        for (var taken = 0; taken < _through; taken += RowsAtOnce)
        {
            await store.TakeAsync(RowsAtOnce);
        }

        var held = await ClaimsAsync(store);
        _rounds.Add((fresh, Figure.Of(held, 0.5), held.Max()));
    }

    private Figure Over(string which, double floor, double wanted, Func<(double Fresh, double Held, double Worst), double> held)
    {
        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"{Figure.Of(_rounds.Select(each => each.Fresh), 0.5):0.00} ms fresh; after {_through:N0} rows {Figure.Of(_rounds.Select(held), 0.5):0.00} ms");
        return new Figure("G7", $"PostgreSQL: claim 100 under a held snapshot over fresh, {which}", floor, wanted, false, [.. _rounds.Select(each => held(each) / each.Fresh)], detail);
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
