using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.PostgreSql.Deliveries;
using SmartWms.Webhooks.PostgreSql.Migrations;
using SmartWms.Webhooks.PostgreSql.Nodes;
using SmartWms.Webhooks.PostgreSql.Notifications;
using SmartWms.Webhooks.PostgreSql.Statistics;
using SmartWms.Webhooks.PostgreSql.Subscriptions;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql;

/// <summary>The three stores of one PostgreSQL database.</summary>
internal sealed class PostgreSqlStores : IAsyncDisposable
{
    private readonly PgDatabase _database;
    private readonly PostgreSqlOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DueChannel _channel;
    private readonly DueNotifier? _notifier;

    private PostgreSqlStores(PgDatabase database, PostgreSqlOptions options, TimeProvider time, ILogger? logger)
    {
        (_database, _options, _time, _logger) = (database, options, time, logger ?? NullLogger.Instance);
        _channel = new DueChannel(options.Schema);
        _notifier = options.Notifications ? new DueNotifier(database, _channel, time, _logger) : null;
        LowWatermark = new LowWatermark(time);
        var low = LowWatermark;
        Action rowsAreDue = _notifier is null ? static () => { } : _notifier.Signal;
        Deliveries = new PostgreSqlDeliveryStore(database, low, rowsAreDue);
        Log = new PostgreSqlDeliveryLog(database);
        Nodes = new PostgreSqlNodeStore(database);
        Statistics = new PostgreSqlStatisticsStore(database);
        Audit = new PostgreSqlAuditStore(database);
        Erasure = new PostgreSqlTenantErasure(database);
        Subscriptions = new PostgreSqlSubscriptionStore(database, () =>
        {
            low.Reset();
            rowsAreDue();
        });
    }

    public ISubscriptionStore Subscriptions { get; }

    public PostgreSqlDeliveryStore Deliveries { get; }

    public IDeliveryLog Log { get; }

    public INodeStore Nodes { get; }

    public ITenantErasure Erasure { get; }

    public IStatisticsStore Statistics { get; }

    public IAuditStore Audit { get; }

    /// <summary>Where this node begins to look for due rows.</summary>
    public LowWatermark LowWatermark { get; }

    /// <summary>Nothing is opened yet.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be read, or an option is outside its limits.</exception>
    public static PostgreSqlStores Open(string connectionString, PostgreSqlOptions options, TimeProvider time, ILogger? logger = null) =>
        new(new PgDatabase(connectionString, options), options, time, logger);

    /// <inheritdoc cref="Open(string, PostgreSqlOptions, TimeProvider, ILogger?)"/>
    public static PostgreSqlStores Open(NpgsqlDataSource dataSource, PostgreSqlOptions options, TimeProvider time, ILogger? logger = null) =>
        new(new PgDatabase(dataSource, options), options, time, logger);

    /// <summary>Makes, updates or looks at the tables, as the options say.</summary>
    /// <exception cref="InvalidOperationException">The tables are missing, too old or too new; the message says what to do.</exception>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        if (_options.SchemaMode != SchemaMode.None
            && await new MigrationRunner(_database, EmbeddedMigrations.All).RunAsync(_options.SchemaMode, cancellationToken).ConfigureAwait(false))
        {
            Diagnostics.Log.Migrated(_logger, _options.Schema, PostgreSqlSchema.Version);
        }
    }

    /// <summary>Calls back whenever another node made something due, until disposed; <see langword="null"/> where the options want no notifications.</summary>
    public Func<Action, IDisposable>? Notified => _options.Notifications ? due => DueListener.Start(_database, _channel, due, _time, _logger) : null;

    public ValueTask DisposeAsync()
    {
        _notifier?.Dispose();
        return _database.DisposeAsync();
    }
}
