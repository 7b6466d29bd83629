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
        var database = Free.TryTake(out var used) ? used : await CopyAsync();
        return Open(database, isFirst: true);
    }

    public static void SkipUnlessInstalled() => Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.WhyMissing);

    /// <summary>An empty database with the tables, on the shared server.</summary>
    public static async Task<PostgresDatabase> CopyAsync()
    {
        SkipUnlessInstalled();
        var server = await PostgresServer.SharedAsync();
        return await server.CreateDatabaseAsync(await server.PrepareTemplateAsync("migrated", MigrateAsync));
    }

    private static async Task MigrateAsync(string connectionString)
    {
        await using var stores = PostgreSqlStores.Open(connectionString, new PostgreSqlOptions(), TimeProvider.System);
        await stores.InitializeAsync(TestContext.Current.CancellationToken);
    }

    private static StoreUnderTest Open(PostgresDatabase database, bool isFirst)
    {
        var stores = PostgreSqlStores.Open(database.ConnectionString, new PostgreSqlOptions(), TimeProvider.System);
        return new StoreUnderTest
        {
            Subscriptions = stores.Subscriptions,
            Deliveries = stores.Deliveries,
            Log = stores.Log,
            OpenSecondNode = _ => Task.FromResult(Open(database, isFirst: false)),
            BeginTransaction = async stop => await BeginAsync(database, stop),
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

    private static async Task<DbTransaction> BeginAsync(PostgresDatabase database, CancellationToken cancellation)
    {
        var host = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
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
