using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Stores.Tests.Suite;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests;

internal static class SqliteFiles
{
    public static Task<StoreHarness> CreateAsync()
    {
        var folder = new TempFolder();
        return OpenAsync(folder["wms.db"], folder);
    }

    private static async Task<StoreHarness> OpenAsync(string file, TempFolder? folder)
    {
        // Synchronous NORMAL: this suite asks what is written, not what survives a power cut.
        var stores = SqliteStores.Open(new SqliteOptions { ConnectionString = $"Data Source={file}", Synchronous = SqliteSynchronous.Normal }, TimeProvider.System);
        await stores.InitializeAsync(TestContext.Current.CancellationToken);
        return new StoreHarness
        {
            Subscriptions = stores.Subscriptions,
            Deliveries = stores.Deliveries,
            Log = stores.Log,
            SecondNode = () => OpenAsync(file, folder: null),
            Disposing = async () =>
            {
                await stores.DisposeAsync();
                folder?.Dispose();
            },
        };
    }
}
