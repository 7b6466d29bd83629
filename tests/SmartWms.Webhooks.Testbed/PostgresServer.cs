using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace SmartWms.Webhooks.Testbed;

/// <summary>A PostgreSQL server of the tests' own: a private cluster in a temporary folder on a free port, run by an unprivileged user. It ends with this process, however that ends.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> Shared = new(() => StartAsync());

    private readonly PostgresCluster _cluster;
    private readonly ConcurrentDictionary<string, Lazy<Task>> _templates = new();
    private int _databases;

    private PostgresServer(PostgresCluster cluster) => _cluster = cluster;

    /// <summary>Why no server can be started here: for <c>Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.WhyMissing)</c>.</summary>
    public const string WhyMissing = "PostgreSQL's server (initdb, postgres) is neither on the PATH nor under /usr/lib/postgresql: install the package 'postgresql'.";

    /// <summary>Whether a server can be started here.</summary>
    public static bool IsInstalled => PostgresBinaries.Folder is not null;

    /// <summary>The server that all tests of this process share, started by the first that asks. It does not wait for the disk.</summary>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>A server of one's own.</summary>
    /// <param name="isDurable">Whether a commit waits for the disk; tests that are about durability say so, for the others it is only slow.</param>
    /// <param name="settings">More settings, e.g. <c>max_connections=20</c>.</param>
    /// <exception cref="InvalidOperationException">There is no server here (<see cref="WhyMissing"/>), or it did not start; the message holds its log.</exception>
    public static async Task<PostgresServer> StartAsync(bool isDurable = false, params string[] settings)
    {
        var cluster = await PostgresCluster.StartAsync(PostgresBinaries.Folder ?? throw new InvalidOperationException(WhyMissing), isDurable, settings);
        return new PostgresServer(cluster);
    }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port => _cluster.Port;

    /// <summary>For one database of this server.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _cluster.Port,
        Username = "postgres",
        Database = database,
        Timeout = 30,
        IncludeErrorDetail = true,
    }.ConnectionString;

    /// <summary>A new database; dropped when disposed, also under open connections.</summary>
    /// <param name="template">A database that is copied, see <see cref="PrepareTemplateAsync"/>; <see langword="null"/>: an empty one.</param>
    public async Task<PostgresDatabase> CreateDatabaseAsync(string? template = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"create database {name} template {template ?? "template0"}");
        return new PostgresDatabase(this, name);
    }

    /// <summary>Makes a database to copy from, once for each name, however many ask.</summary>
    /// <param name="name">Its name, lower case.</param>
    /// <param name="prepareAsync">Given its connection string; leaves no connection open.</param>
    /// <returns>The name.</returns>
    public async Task<string> PrepareTemplateAsync(string name, Func<string, Task> prepareAsync)
    {
        await _templates.GetOrAdd(name, _ => new Lazy<Task>(async () =>
        {
            await ExecuteAsync($"create database {name} template template0");
            await prepareAsync(ConnectionString(name));
        })).Value;
        return name;
    }

    private string Own => ConnectionString("postgres") + ";Maximum Pool Size=4";

    /// <summary>Runs a statement in the database <c>postgres</c>.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Own);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };     // dropping waits for a checkpoint, behind whatever else the machine does
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>SIGKILL of the server and of all its processes, for what must survive it.</summary>
    public Task KillAsync() => _cluster.KillAsync();

    /// <summary>Stops the server under its clients' feet.</summary>
    /// <param name="isImmediate">Without a checkpoint: the next start recovers.</param>
    public Task StopAsync(bool isImmediate) => _cluster.StopAsync(isImmediate ? "QUIT" : "INT");

    /// <summary>Starts it again after <see cref="KillAsync"/> or <see cref="StopAsync"/>, on the same port.</summary>
    public async Task StartAgainAsync()
    {
        await _cluster.StartAgainAsync();
        await using var old = new NpgsqlConnection(Own);
        NpgsqlConnection.ClearPool(old);
    }

    /// <summary>Stops the server and removes its folder.</summary>
    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
