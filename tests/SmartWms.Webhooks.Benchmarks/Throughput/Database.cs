using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.InMemory;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>What outlives a host of one run: the memory, or a file in a folder that is deleted at the end.</summary>
internal sealed class Database(StoreKind kind) : IDisposable
{
    private readonly InMemoryDatabase _memory = new();
    private readonly TempFolder? _folder = kind == StoreKind.Memory ? null : new TempFolder();

    public WebhookStores Open()
    {
        if (_folder is null)
        {
            return new WebhookStores(new InMemorySubscriptionStore(_memory), new InMemoryDeliveryStore(_memory), new InMemoryDeliveryLog(_memory));
        }

        var options = new SqliteOptions
        {
            ConnectionString = $"Data Source={_folder["webhooks.db"]}",
            Synchronous = kind == StoreKind.SqliteFull ? SqliteSynchronous.Full : SqliteSynchronous.Normal,
        };
        var stores = SqliteStores.Open(options, TimeProvider.System);
        return new WebhookStores(stores.Subscriptions, stores.Deliveries, stores.Log) { OpenAsync = stores.InitializeAsync, CloseAsync = stores.DisposeAsync };
    }

    public void Dispose() => _folder?.Dispose();
}
