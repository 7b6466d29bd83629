using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Stores.Tests.PostgreSql;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests;

/// <summary>The stores of one empty database of a kind, for what all kinds promise alike.</summary>
internal sealed class OpenedStores(WebhookStores stores, Func<ValueTask> close) : IAsyncDisposable
{
    public static TheoryData<string> Kinds { get; } = new("memory", "sqlite", "postgresql");

    public WebhookStores Stores { get; } = stores;

    public static async Task<OpenedStores> OpenAsync(string kind)
    {
        switch (kind)
        {
            case "memory":
                return new OpenedStores(MemoryStores.Open(), () => ValueTask.CompletedTask);
            case "sqlite":
                var folder = new TempFolder();
                var sqlite = SqliteStores.Open(new SqliteOptions { ConnectionString = $"Data Source={folder["wms.db"]}", Synchronous = SqliteSynchronous.Normal }, TimeProvider.System);
                return new OpenedStores(
                    new WebhookStores(sqlite.Subscriptions, sqlite.Deliveries, sqlite.Log) { Statistics = sqlite.Statistics, Audit = sqlite.Audit },
                    async () =>
                    {
                        await sqlite.DisposeAsync();
                        folder.Dispose();
                    });
            default:
                var postgres = await PostgresHarness.CreateAsync();
                return new OpenedStores(
                    new WebhookStores(postgres.Node.Subscriptions, postgres.Node.Deliveries, postgres.Node.Log) { Statistics = postgres.Node.Statistics, Audit = postgres.Node.Audit },
                    postgres.DisposeAsync);
        }
    }

    public ValueTask DisposeAsync() => close();
}
