using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.PostgreSql.Deliveries;
using SmartWms.Webhooks.PostgreSql.Migrations;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql;

/// <summary>The three stores of one PostgreSQL database.</summary>
internal sealed class PostgreSqlStores : IAsyncDisposable
{
    private readonly PgDatabase _database;
    private readonly SchemaMode _mode;

    private PostgreSqlStores(PgDatabase database, PostgreSqlOptions options, TimeProvider time)
    {
        (_database, _mode) = (database, options.SchemaMode);
        var low = new LowWatermark(time);
        Deliveries = new PostgreSqlDeliveryStore(database, low, RowsAreDue, time);
        Log = new PostgreSqlDeliveryLog(database);
        Subscriptions = new PostgreSqlSubscriptionStore(database, () =>
        {
            low.Reset();
            RowsAreDue();
        });
    }

    public ISubscriptionStore Subscriptions { get; }

    public IDeliveryStore Deliveries { get; }

    public IDeliveryLog Log { get; }

    /// <summary>Nothing is opened yet.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be read, or an option is outside its limits.</exception>
    public static PostgreSqlStores Open(string connectionString, PostgreSqlOptions options, TimeProvider time) =>
        new(new PgDatabase(connectionString, options), options, time);

    /// <inheritdoc cref="Open(string, PostgreSqlOptions, TimeProvider)"/>
    public static PostgreSqlStores Open(NpgsqlDataSource dataSource, PostgreSqlOptions options, TimeProvider time) =>
        new(new PgDatabase(dataSource, options), options, time);

    /// <summary>Makes, updates or looks at the tables, as the options say.</summary>
    /// <exception cref="InvalidOperationException">The tables are missing, too old or too new; the message says what to do.</exception>
    public Task InitializeAsync(CancellationToken cancellationToken) => _mode == SchemaMode.None
        ? Task.CompletedTask
        : new MigrationRunner(_database, EmbeddedMigrations.All).RunAsync(_mode, cancellationToken);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private void RowsAreDue()
    {
    }
}
