using System.Data.Common;
using Microsoft.Data.Sqlite;
using SmartWms.Webhooks.Conformance;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests;

/// <summary>A database file for each rule.</summary>
internal static class SqliteFiles
{
    public static Task<StoreUnderTest> OpenAsync(CancellationToken cancellation)
    {
        var folder = new TempFolder();
        return OpenAsync(folder["wms.db"], folder, cancellation);
    }

    /// <param name="folder">Removed with the stores.</param>
    public static async Task<StoreUnderTest> OpenAsync(string file, TempFolder? folder, CancellationToken cancellation)
    {
        // Synchronous NORMAL: the kit asks what is written, not what survives a power cut.
        var stores = SqliteStores.Open(new SqliteOptions { ConnectionString = $"Data Source={file}", Synchronous = SqliteSynchronous.Normal }, TimeProvider.System);
        await stores.InitializeAsync(cancellation);
        return new StoreUnderTest
        {
            Subscriptions = stores.Subscriptions,
            Deliveries = stores.Deliveries,
            Log = stores.Log,
            OpenSecondNode = stop => OpenAsync(file, folder: null, stop),
            BeginTransaction = async stop => await BeginAsync(file, stop),
            EarlierSchemas = EarlierSqliteFiles.All,
            Disposing = async () =>
            {
                await stores.DisposeAsync();
                folder?.Dispose();
            },
        };
    }

    private static async Task<DbTransaction> BeginAsync(string file, CancellationToken cancellation)
    {
        var host = new SqliteConnection($"Data Source={file};Pooling=false");
        await host.OpenAsync(cancellation);
        return await host.BeginTransactionAsync(cancellation);
    }
}
