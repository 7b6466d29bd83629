using System.Collections.Concurrent;
using System.Data.Common;
using Npgsql;
using SmartWms.Webhooks.Conformance;
using SmartWms.Webhooks.PostgreSql;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests;

/// <summary>Databases with the tables in them, copied from one that was migrated once. Rules use them one after the other: emptying one is far cheaper than making one.</summary>
internal static class PostgresDatabases
{
    private const string Empty = """
        select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend';
        delete from wms_webhooks.wms_webhook_attempt;
        delete from wms_webhooks.wms_webhook_delivery_log;
        delete from wms_webhooks.wms_webhook_delivery;
        delete from wms_webhooks.wms_webhook_body;
        delete from wms_webhooks.wms_webhook_event;
        delete from wms_webhooks.wms_webhook_subscription;
        update wms_webhooks.wms_webhook_meta set subscription_version = 0;
        """;

    private static readonly ConcurrentBag<PostgresDatabase> Free = [];

    public static async Task<StoreUnderTest> OpenAsync(CancellationToken cancellation)
    {
        var database = await TakeAsync();
        return Open(database, database.ConnectionString, new PostgreSqlOptions(), isFirst: true);
    }

    /// <summary>As it is set behind a pooler that gives a connection to each transaction.</summary>
    public static async Task<StoreUnderTest> OpenBehindPgBouncerAsync(CancellationToken cancellation)
    {
        var database = await TakeAsync();
        return Open(database, (await PgBouncer.SharedAsync()).Through(database.ConnectionString), new PostgreSqlOptions { Notifications = false }, isFirst: true);
    }

    public static void SkipUnlessInstalled() => Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.WhyMissing);

    /// <summary>An empty database with the tables, on the shared server.</summary>
    public static async Task<PostgresDatabase> CopyAsync()
    {
        SkipUnlessInstalled();
        var server = await PostgresServer.SharedAsync();
        return await server.CreateDatabaseAsync(await server.PrepareTemplateAsync("migrated", MigrateAsync));
    }

    private static async Task<PostgresDatabase> TakeAsync() => Free.TryTake(out var used) ? used : await CopyAsync();

    private static async Task MigrateAsync(string connectionString)
    {
        await using var stores = PostgreSqlStores.Open(connectionString, new PostgreSqlOptions(), TimeProvider.System);
        await stores.InitializeAsync(TestContext.Current.CancellationToken);
    }

    private static StoreUnderTest Open(PostgresDatabase database, string connectionString, PostgreSqlOptions options, bool isFirst)
    {
        var stores = PostgreSqlStores.Open(connectionString, options, TimeProvider.System);
        return new StoreUnderTest
        {
            Subscriptions = stores.Subscriptions,
            Deliveries = stores.Deliveries,
            Log = stores.Log,
            OpenSecondNode = _ => Task.FromResult(Open(database, connectionString, options, isFirst: false)),
            BeginTransaction = async stop => await BeginAsync(connectionString, stop),
            EarlierSchemas = EarlierPostgresDatabases.All,
            Disposing = async () =>
            {
                await stores.DisposeAsync();
                if (isFirst)
                {
                    await EmptyAsync(database);
                    Free.Add(database);
                }
            },
        };
    }

    private static async Task<DbTransaction> BeginAsync(string connectionString, CancellationToken cancellation)
    {
        var host = new NpgsqlConnection(connectionString + ";Pooling=false");
        await host.OpenAsync(cancellation);
        return await host.BeginTransactionAsync(cancellation);
    }

    private static async Task EmptyAsync(PostgresDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Empty, connection);
        await command.ExecuteNonQueryAsync();
    }
}
