using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Receiver.Tests;

/// <summary>A real database of a test's own.</summary>
internal sealed class InboxDatabase : IAsyncDisposable
{
    private readonly IAsyncDisposable? _postgres;
    private readonly TempFolder? _folder;

    private InboxDatabase(DbDataSource source, IAsyncDisposable? postgres, TempFolder? folder) => (Source, _postgres, _folder) = (source, postgres, folder);

    public DbDataSource Source { get; }

    public string ConnectionString { get; private init; } = "";

    public static async Task<InboxDatabase> CreateAsync(string kind)
    {
        if (kind == "sqlite")
        {
            var folder = new TempFolder();
            return new InboxDatabase(SqliteFactory.Instance.CreateDataSource($"Data Source={folder["inbox.db"]}"), null, folder);
        }

        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.WhyMissing);
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        return new InboxDatabase(NpgsqlDataSource.Create(database.ConnectionString), database, null) { ConnectionString = database.ConnectionString };
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        if (_folder is not null)
        {
            SqliteConnection.ClearAllPools();
            _folder.Dispose();
        }
    }
}
