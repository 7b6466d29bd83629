using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace SmartWms.Webhooks.Testbed;

/// <summary>
/// A PgBouncer of the tests' own in transaction mode, before a server: each transaction of a client runs on whichever of a few connections to the server is free. It ends with
/// this process, however that ends.
/// </summary>
public sealed class PgBouncer : IAsyncDisposable
{
    /// <summary>Connections to each database, for however many clients.</summary>
    public const int PoolSize = 4;

    /// <summary>Why none can be started here.</summary>
    public const string WhyMissing = "PgBouncer is neither on the PATH nor in /usr/sbin: install the package 'pgbouncer'.";

    private const string Guard = """
        "$1" -q "$2/pgbouncer.ini" < /dev/null > "$2/log" 2>&1 &
        pooler=$!
        read -r word || true
        kill -INT $pooler 2> /dev/null || true
        wait $pooler || true
        rm -rf "$2"
        """;

    private static readonly Lazy<Task<PgBouncer>> Shared = new(async () => await StartAsync((await PostgresServer.SharedAsync()).Port));

    private readonly Process _guard;
    private readonly string _folder;
    private readonly int _port;

    private PgBouncer(Process guard, string folder, int port) => (_guard, _folder, _port) = (guard, folder, port);

    /// <summary>Whether one can be started here.</summary>
    public static bool IsInstalled => Program is not null;

    private static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append("/usr/sbin").Select(folder => Path.Combine(folder, "pgbouncer")).FirstOrDefault(File.Exists);

    /// <summary>The one before the server that all tests of this process share.</summary>
    public static Task<PgBouncer> SharedAsync() => Shared.Value;

    /// <summary>The same database through it.</summary>
    public string Through(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Port = _port }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }

    private static async Task<PgBouncer> StartAsync(int server)
    {
        var folder = Directory.CreateTempSubdirectory("wms-pgbouncer-").FullName;
        var port = FreePort.Next();

        // A database that a test emptied has ended the pooler's connections too: each is looked at before it is used again.
        await File.WriteAllTextAsync(Path.Combine(folder, "pgbouncer.ini"), string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            * = host=127.0.0.1 port={server}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {folder}/users
            pool_mode = transaction
            default_pool_size = {PoolSize}
            max_client_conn = 1000
            server_check_delay = 0
            server_check_query = select 1
            """));
        await File.WriteAllTextAsync(Path.Combine(folder, "users"), "\"postgres\" \"\"\n");
        var guard = await UnprivilegedProcess.StartAsync(folder, "sh", "-c", Guard, "sh", Program ?? throw new InvalidOperationException(WhyMissing), folder);
        var pooler = new PgBouncer(guard, folder, port);
        await Patience.UntilAsync(pooler.IsReadyAsync, () => "PgBouncer did not start. " + File.ReadAllText(Path.Combine(folder, "log")));
        return pooler;
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_guard.HasExited)
        {
            throw new InvalidOperationException("PgBouncer did not start. " + await File.ReadAllTextAsync(Path.Combine(_folder, "log")));
        }

        try
        {
            await using var connection = new NpgsqlConnection(string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Pooling=false;Timeout=5"));
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;       // not there yet
        }
    }
}
