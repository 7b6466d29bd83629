using SmartWms.Webhooks.PostgreSql;
using SmartWms.Webhooks.Stores.Tests.Suite;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests;

/// <summary>Databases with the tables in them, copied from one that was migrated once.</summary>
internal static class PostgresDatabases
{
    public static async Task<StoreHarness> CreateAsync()
    {
        var database = await CopyAsync();
        return Open(database.ConnectionString, database);
    }

    /// <summary>An empty database with the tables, on the shared server.</summary>
    public static async Task<PostgresDatabase> CopyAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.WhyMissing);
        var server = await PostgresServer.SharedAsync();
        return await server.CreateDatabaseAsync(await server.PrepareTemplateAsync("migrated", MigrateAsync));
    }

    private static async Task MigrateAsync(string connectionString)
    {
        await using var stores = PostgreSqlStores.Open(connectionString, new PostgreSqlOptions(), TimeProvider.System);
        await stores.InitializeAsync(TestContext.Current.CancellationToken);
    }

    private static StoreHarness Open(string connectionString, PostgresDatabase? database)
    {
        var stores = PostgreSqlStores.Open(connectionString, new PostgreSqlOptions(), TimeProvider.System);
        return new StoreHarness
        {
            Subscriptions = stores.Subscriptions,
            Deliveries = stores.Deliveries,
            Log = stores.Log,
            SecondNode = () => Task.FromResult(Open(connectionString, database: null)),
            Disposing = async () =>
            {
                await stores.DisposeAsync();
                if (database is not null)
                {
                    await database.DisposeAsync();
                }
            },
        };
    }
}
