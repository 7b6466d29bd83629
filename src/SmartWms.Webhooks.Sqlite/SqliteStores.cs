using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Sqlite.Deliveries;
using SmartWms.Webhooks.Sqlite.Nodes;
using SmartWms.Webhooks.Sqlite.Statistics;
using SmartWms.Webhooks.Sqlite.Subscriptions;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite;

/// <summary>The three stores of one SQLite file.</summary>
internal sealed class SqliteStores : IAsyncDisposable
{
    private readonly SqliteDatabase _database;

    private SqliteStores(SqliteDatabase database)
    {
        _database = database;
        Subscriptions = new SqliteSubscriptionStore(database);
        Deliveries = new SqliteDeliveryStore(database);
        Log = new SqliteDeliveryLog(database);
        Nodes = new SqliteNodeStore(database);
        Statistics = new SqliteStatisticsStore(database);
        Audit = new SqliteAuditStore(database);
        Erasure = new SqliteTenantErasure(database);
    }

    public ISubscriptionStore Subscriptions { get; }

    public IDeliveryStore Deliveries { get; }

    public IDeliveryLog Log { get; }

    public INodeStore Nodes { get; }

    public ITenantErasure Erasure { get; }

    public IStatisticsStore Statistics { get; }

    public IAuditStore Audit { get; }

    /// <summary>Nothing is opened yet: the first call of a store does it, or <see cref="InitializeAsync"/>.</summary>
    /// <exception cref="ArgumentException">The options name no file, or a value is outside its limits.</exception>
    public static SqliteStores Open(SqliteOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        return new SqliteStores(new SqliteDatabase(options, time));
    }

    /// <summary>Opens the file, asserts WAL and synchronous, and brings the tables up to date.</summary>
    /// <exception cref="InvalidOperationException">The file cannot give the durability asked for, or a newer version of the package has changed its tables.</exception>
    public Task InitializeAsync(CancellationToken cancellationToken) => _database.InitializeAsync(cancellationToken);

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
