using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

/// <summary>A database of one test that keeps orders and webhooks.</summary>
public interface IWmsDatabase : IAsyncDisposable
{
    string ConnectionString { get; }

    WmsWebhooksBuilder Keep(WmsWebhooksBuilder webhooks);

    /// <summary>On an open connection, as contexts that share a transaction do.</summary>
    void Use(DbContextOptionsBuilder options, DbConnection connection);

    void Use(DbContextOptionsBuilder options, Func<ExecutionStrategyDependencies, IExecutionStrategy>? strategy);
}
