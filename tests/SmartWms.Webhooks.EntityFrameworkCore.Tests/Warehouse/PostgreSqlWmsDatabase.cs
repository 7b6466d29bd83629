using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

public sealed class PostgreSqlWmsDatabase : IWmsDatabase
{
    private readonly PostgresDatabase _database;

    private PostgreSqlWmsDatabase(PostgresDatabase database) => _database = database;

    public string ConnectionString => _database.ConnectionString;

    public static async ValueTask<IWmsDatabase> CreateAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.WhyMissing);
        var server = await PostgresServer.SharedAsync();
        return new PostgreSqlWmsDatabase(await server.CreateDatabaseAsync());
    }

    public WmsWebhooksBuilder Keep(WmsWebhooksBuilder webhooks) => webhooks.UsePostgreSql(ConnectionString);

    public void Use(DbContextOptionsBuilder options, Func<ExecutionStrategyDependencies, IExecutionStrategy>? strategy) => options.UseNpgsql(ConnectionString, npgsql =>
    {
        if (strategy is not null)
        {
            npgsql.ExecutionStrategy(strategy);
        }
    });

    public void Use(DbContextOptionsBuilder options, DbConnection connection) => options.UseNpgsql(connection);

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
