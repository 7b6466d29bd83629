using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.InMemory;
using SmartWms.Webhooks.PostgreSql;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>What outlives a host of one run: the memory, a file in a folder that is deleted at the end, or a database of a PostgreSQL server that waits for the disk.</summary>
internal sealed class Database : IAsyncDisposable
{
    private const string FileName = "webhooks.db";

    private static readonly Lazy<Task<PostgresServer>> Server = new(() => PostgresServer.StartAsync(isDurable: true));

    private readonly StoreKind _kind;
    private readonly InMemoryDatabase _memory = new();
    private readonly TempFolder? _folder;
    private readonly PostgresDatabase? _postgres;

    private Database(StoreKind kind, TempFolder? folder, PostgresDatabase? postgres) => (_kind, _folder, _postgres) = (kind, folder, postgres);

    public static async Task<Database> CreateAsync(StoreKind kind) => kind switch
    {
        StoreKind.Memory => new Database(kind, null, null),
        StoreKind.PostgreSql => new Database(kind, null, await (await Server.Value).CreateDatabaseAsync()),
        _ => new Database(kind, new TempFolder(), null),
    };

    /// <summary>For connections beside the store's, on PostgreSQL.</summary>
    public string ConnectionString => _postgres?.ConnectionString ?? throw new InvalidOperationException($"{_kind} has no connection string.");

    public WebhookStores Open()
    {
        if (_postgres is not null)
        {
            var postgres = PostgreSqlStores.Open(_postgres.ConnectionString, new PostgreSqlOptions(), TimeProvider.System);
            return new WebhookStores(postgres.Subscriptions, postgres.Deliveries, postgres.Log) { OpenAsync = postgres.InitializeAsync, CloseAsync = postgres.DisposeAsync, Notified = postgres.Notified, Nodes = postgres.Nodes, Statistics = postgres.Statistics };
        }

        if (_folder is null)
        {
            return new WebhookStores(new InMemorySubscriptionStore(_memory), new InMemoryDeliveryStore(_memory), new InMemoryDeliveryLog(_memory));
        }

        var options = new SqliteOptions
        {
            ConnectionString = $"Data Source={_folder[FileName]}",
            Synchronous = _kind == StoreKind.SqliteFull ? SqliteSynchronous.Full : SqliteSynchronous.Normal,
        };
        var stores = SqliteStores.Open(options, TimeProvider.System);
        return new WebhookStores(stores.Subscriptions, stores.Deliveries, stores.Log) { OpenAsync = stores.InitializeAsync, CloseAsync = stores.DisposeAsync, Nodes = stores.Nodes, Statistics = stores.Statistics };
    }

    /// <summary>On PostgreSQL: else the server does so by itself, for minutes after a table was filled and while something else is measured.</summary>
    public async Task VacuumAsync()
    {
        if (_postgres is not null)
        {
            await using var source = NpgsqlDataSource.Create(_postgres.ConnectionString);
            await using var command = source.CreateCommand("vacuum analyze");
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Another with the same content, from one that nothing has open: what took minutes to fill is not filled again.</summary>
    public async Task<Database> CopyAsync()
    {
        if (_postgres is not null)
        {
            return new Database(_kind, null, await _postgres.Server.CreateDatabaseAsync(template: _postgres.Name));
        }

        if (_folder is null)
        {
            throw new InvalidOperationException("What is in memory is not copied.");
        }

        var copy = new Database(_kind, new TempFolder(), null);
        await using var from = File.OpenRead(_folder[FileName]);
        await using var to = File.Create(copy._folder![FileName]);
        await from.CopyToAsync(to);
        to.Flush(flushToDisk: true);
        return copy;
    }

    public async ValueTask DisposeAsync()
    {
        _folder?.Dispose();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }
}
