using Npgsql;
using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

/// <summary>A database of a test's own, the nodes that the test opens on it, and the connections of "the host" beside them.</summary>
internal sealed class PostgresHarness : IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly List<PostgreSqlStores> _nodes = [];
    private readonly NpgsqlDataSource _host;

    private PostgresHarness(PostgresDatabase database)
    {
        _database = database;
        _host = NpgsqlDataSource.Create(database.ConnectionString + ";Maximum Pool Size=20");
        Node = OpenNode();
    }

    public static DateTimeOffset Now => Given.Start;

    public PostgreSqlStores Node { get; }

    public PostgresServer Server => _database.Server;

    public string Name => _database.Name;

    public string ConnectionString => _database.ConnectionString;

    /// <summary>With the tables in it.</summary>
    public static async Task<PostgresHarness> CreateAsync() => new(await PostgresDatabases.CopyAsync());

    /// <summary>With nothing in it.</summary>
    public static async Task<PostgresHarness> CreateEmptyAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.WhyMissing);
        return new PostgresHarness(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync());
    }

    public PostgreSqlStores OpenNode(Action<PostgreSqlOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new PostgreSqlOptions();
        configure?.Invoke(options);
        var node = PostgreSqlStores.Open(ConnectionString, options, time ?? TimeProvider.System);
        _nodes.Add(node);
        return node;
    }

    public async Task<SubscriptionId> SubscribeAsync() => (await Node.Subscriptions.CreateAsync(Given.Subscription(), CancellationToken.None))!.Id;

    public async Task<SubscriptionId[]> SubscribeManyAsync(int count)
    {
        await ExecuteAsync($"""
            insert into wms_webhooks.wms_webhook_subscription (version, state, enable_epoch, state_changed_at, name, url, event_types, channels, contract, header_names, created_at, sealed)
            select 1, 0, 0, now(), 'n', 'https://a.example/', array['*'], '{"{}"}', 'smartwms', '{"{}"}', now(), '' from generate_series(1, {count})
            """);
        return [.. (await ColumnAsync<long>("select id from wms_webhooks.wms_webhook_subscription order by id")).Select(id => new SubscriptionId(id))];
    }

    /// <summary>Pending deliveries, written straight into the tables: <c>g</c> counts from 1.</summary>
    /// <param name="count">How many.</param>
    /// <param name="lane">SQL for the subscription of <c>g</c>.</param>
    /// <param name="due">SQL for the due time of <c>g</c>.</param>
    public Task LoadAsync(int count, string lane, string due) => ExecuteAsync($"""
        with rows as materialized (
            select g, nextval('wms_webhooks.wms_webhook_event_key') as key, nextval('wms_webhooks.wms_webhook_delivery_id') as id from generate_series(1, {count}) g
        ), e as (
            insert into wms_webhooks.wms_webhook_event (key, added_at, occurred_at, bodies_purged, id, type, subject, data_hash, delivery_ids, contract, bytes)
            select key, '2026-03-01 08:00Z', '2026-03-01 08:00Z', false, 'load_' || key, 'order.shipped', 'SO-' || key, '', array[id], 'smartwms', convert_to(repeat('x', 300), 'UTF8') from rows
        )
        insert into wms_webhooks.wms_webhook_delivery (id, event_key, subscription_id, lane, due_at, token, claims, attempts, steps, body, trigger)
        select id, key, {lane}, {lane}, {due}, 0, 0, 0, 0, 0, 0 from rows
        """);

    public Task<AddResult> AddAsync(params NewEvent[] events) => Node.Deliveries.AddAsync(events, null, Now, Given.Lease, CancellationToken.None);

    public static async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(PostgreSqlStores node, long token, int max, params SubscriptionId[] lanes) =>
        (await node.Deliveries.ClaimAsync(new Claim([.. lanes.Select(lane => new LaneClaim(lane, max))], 0, token, Now, Given.Lease), CancellationToken.None)).Deliveries;

    public static Task<DueLanes> FindAsync(PostgreSqlStores node, int limit = 100, params SubscriptionId[] blocked) =>
        node.Deliveries.FindDueLanesAsync(new DueLaneQuery(default, limit, blocked), Now, CancellationToken.None);

    /// <summary>A connection of the host's, from a pool of its own.</summary>
    public async Task<NpgsqlConnection> ConnectAsync() => await _host.OpenConnectionAsync();

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _host.CreateCommand(sql);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<List<T>> ColumnAsync<T>(string sql)
    {
        await using var command = _host.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var column = new List<T>();
        while (await rows.ReadAsync())
        {
            column.Add(rows.GetFieldValue<T>(0));
        }

        return column;
    }

    public async Task<T> ScalarAsync<T>(string sql) => Assert.Single(await ColumnAsync<T>(sql));

    /// <summary>Ends every connection to this database but the one that asks, as an operator would.</summary>
    public Task TerminateAsync() => ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'");

    /// <summary>Ends the host's idle connections.</summary>
    public void ClearHost() => _host.Clear();

    public async Task CloseNodesAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        _nodes.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseNodesAsync();
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }
}
