using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

public sealed class SqliteWmsDatabase : IWmsDatabase
{
    private readonly TempFolder _folder = new();

    public string ConnectionString => $"Data Source={_folder["wms.db"]};Pooling=false";

    public WmsWebhooksBuilder Keep(WmsWebhooksBuilder webhooks) => webhooks.UseSqlite(ConnectionString);

    public void Use(DbContextOptionsBuilder options, Func<ExecutionStrategyDependencies, IExecutionStrategy>? strategy) => options.UseSqlite(ConnectionString, sqlite =>
    {
        if (strategy is not null)
        {
            sqlite.ExecutionStrategy(strategy);
        }
    });

    public void Use(DbContextOptionsBuilder options, DbConnection connection) => options.UseSqlite(connection);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
