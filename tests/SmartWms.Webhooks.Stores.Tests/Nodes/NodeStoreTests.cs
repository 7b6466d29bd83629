using SmartWms.Webhooks.InMemory;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Stores.Tests.PostgreSql;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests.Nodes;

public sealed class InMemoryNodeTests : NodeStoreSuite
{
    protected override Task<INodeStore> OpenAsync() => Task.FromResult<INodeStore>(new InMemoryNodeStore(new InMemoryDatabase()));

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}

public sealed class SqliteNodeTests : NodeStoreSuite
{
    private readonly TempFolder _folder = new();
    private SqliteStores? _stores;

    protected override Task<INodeStore> OpenAsync()
    {
        _stores = SqliteStores.Open(new SqliteOptions { ConnectionString = $"Data Source={_folder["wms.db"]}", Synchronous = SqliteSynchronous.Normal }, TimeProvider.System);
        return Task.FromResult(_stores.Nodes);
    }

    protected override async ValueTask CloseAsync()
    {
        await _stores!.DisposeAsync();
        _folder.Dispose();
    }
}

public sealed class PostgreSqlNodeTests : NodeStoreSuite
{
    private PostgresHarness? _postgres;

    protected override async Task<INodeStore> OpenAsync()
    {
        _postgres = await PostgresHarness.CreateAsync();
        return _postgres.Node.Nodes;
    }

    protected override ValueTask CloseAsync() => _postgres?.DisposeAsync() ?? ValueTask.CompletedTask;
}
