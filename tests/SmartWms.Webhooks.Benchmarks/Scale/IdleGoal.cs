using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SmartWms.Webhooks.Benchmarks.Throughput;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G14: what a node asks of PostgreSQL, and of its processor, while 100,000 deliveries wait that are not due.</summary>
internal sealed class IdleGoal : IScaleGoal
{
    private const int NotDue = 100_000;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    /// <summary>What a start asks is in the server's counters by then: a session writes its own at most once a second, and what is left when it has rested for ten.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    private readonly List<double> _transactions = [];
    private readonly List<double> _shares = [];

    public IReadOnlyList<Figure> Figures
    {
        get
        {
            var detail = string.Create(CultureInfo.InvariantCulture, $"{NotDue:N0} not due, watched for {Watched.TotalSeconds:0} s");
            return
            [
                new Figure("G14", "PostgreSQL: transactions per second of an idle node", 1.5, 1.1, false, _transactions, detail),
                new Figure("G14", "PostgreSQL: processor of an idle node, percent of one core", 0.5, 0.1, false, _shares, detail),
            ];
        }
    }

    public async Task RoundAsync()
    {
        await using var database = await Database.CreateAsync(StoreKind.PostgreSql);
        await using (var store = await FilledStore.OpenAsync(database, Payload.Lanes))
        {
            await store.AddAsync(NotDue, TimeProvider.System.GetUtcNow().AddDays(1));
        }

        await database.VacuumAsync();
        await using var host = new EngineHost(database, delivers: true, inFlight: 512);
        await host.StartAsync();
        await WaitAsync(Settling);
        var (before, processor) = (await TransactionsAsync(database), Environment.CpuUsage.TotalTime);
        var start = Stopwatch.GetTimestamp();
        await WaitAsync(Watched);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _shares.Add((Environment.CpuUsage.TotalTime - processor).TotalSeconds / seconds * 100);

        // The two looks at the counter are transactions themselves; one of them lies inside.
        _transactions.Add((await TransactionsAsync(database) - before - 1) / seconds);
    }

    private static async Task<long> TransactionsAsync(Database database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select pg_stat_clear_snapshot(), xact_commit + xact_rollback from pg_stat_database where datname = current_database()", connection);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return row.GetInt64(1);
    }

    private static Task WaitAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);
}
