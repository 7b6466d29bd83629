using Npgsql;
using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Benchmarks.Footprint;

/// <summary>A PostgreSQL database: its tables with their indexes, its log, its transactions.</summary>
internal sealed class PostgreSqlFootprint : IFootprint
{
    private const string Tables = "select c.relname, pg_total_relation_size(c.oid) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'wms_webhooks' and c.relkind = 'r'";

    private readonly Database _database;
    private readonly NpgsqlConnection _connection;
    private Dictionary<string, double> _before = [];

    private PostgreSqlFootprint(Database database, NpgsqlConnection connection) => (_database, _connection) = (database, connection);

    public string Name => "PostgreSQL";

    public static async Task<PostgreSqlFootprint> CreateAsync()
    {
        var database = await Database.CreateAsync(StoreKind.PostgreSql);
        var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        return new PostgreSqlFootprint(database, connection);
    }

    public async Task<WebhookStores> OpenAsync()
    {
        var stores = _database.Open();
        await stores.OpenAsync!(CancellationToken.None);
        return stores;
    }

    public async Task BeginAsync() => _before = await AmountsAsync();

    public async Task<IReadOnlyList<(string What, double Amount, bool IsBytes)>> EndAsync()
    {
        var after = await AmountsAsync();
        return
        [
            .. after.Select(pair => (What: pair.Key, Amount: pair.Value - _before.GetValueOrDefault(pair.Key), IsBytes: !pair.Key.Contains("transactions", StringComparison.Ordinal)))
                .Where(row => row.Amount > 0 && !row.What.StartsWith("`wms_webhook_meta`", StringComparison.Ordinal)),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<Dictionary<string, double>> AmountsAsync()
    {
        var amounts = new Dictionary<string, double>
        {
            ["write-ahead log"] = await NumberAsync("select (pg_current_wal_lsn() - '0/0')::float8"),
            ["transactions"] = await NumberAsync("select pg_stat_get_db_xact_commit((select oid from pg_database where datname = current_database()))::float8"),
            ["whole database"] = await NumberAsync("select pg_database_size(current_database())::float8"),
        };
        await using var command = new NpgsqlCommand(Tables, _connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            amounts[$"`{reader.GetString(0)}` with its indexes"] = reader.GetInt64(1);
        }

        return amounts;
    }

    private async Task<double> NumberAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return (double)(await command.ExecuteScalarAsync())!;
    }
}
