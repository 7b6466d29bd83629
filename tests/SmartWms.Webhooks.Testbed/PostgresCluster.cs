using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace SmartWms.Webhooks.Testbed;

/// <summary>One cluster's folder and the processes that serve it.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    // The shell holds the read end of a pipe from this process: when the pipe ends, because the tests are through or were killed, so do server and folder.
    private const string Guard = """
        set -e
        "$1/initdb" -D "$2/data" -A trust -U postgres --no-sync --locale=C.UTF-8 -E UTF8 > "$2/log" 2>&1
        "$1/postgres" -D "$2/data" -k "$2" -h 127.0.0.1 -p "$3" $4 < /dev/null >> "$2/log" 2>&1 &
        server=$!
        cat > /dev/null
        kill -QUIT $server 2> /dev/null || true
        wait $server || true
        rm -rf "$2"
        """;

    private readonly Process _guard;
    private readonly string _folder;

    private PostgresCluster(Process guard, string folder, int port) => (_guard, _folder, Port) = (guard, folder, port);

    public int Port { get; }

    public static async Task<PostgresCluster> StartAsync(string binaries, bool isDurable, string[] settings)
    {
        // Not TempFolder: every part of its path must be open to the unprivileged user, and the server's end removes it.
        var folder = Directory.CreateTempSubdirectory("wms-postgres-").FullName;
        var port = FreePort();
        string[] all = ["max_connections=300", "logging_collector=off", .. isDurable ? Array.Empty<string>() : ["fsync=off", "full_page_writes=off"], .. settings];
        List<string> command =
            ["sh", "-c", Guard, "sh", binaries, folder, port.ToString(CultureInfo.InvariantCulture), string.Join(' ', all.Select(setting => "-c " + setting))];
        if (Environment.UserName == "root")
        {
            var user = UnprivilegedUser();
            using var owner = Process.Start("chown", [user, folder]);
            await owner.WaitForExitAsync();
            command.InsertRange(0, ["setpriv", $"--reuid={user}", "--clear-groups"]);
        }

        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, WorkingDirectory = "/" };
        var cluster = new PostgresCluster(Process.Start(start)!, folder, port);
        await cluster.WaitUntilReadyAsync();
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_guard.HasExited)
        {
            _guard.StandardInput.Close();
            await _guard.WaitForExitAsync();
        }

        _guard.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        var connectionString = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Pooling=false;Timeout=5");
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException exception) when (!_guard.HasExited && waited.Elapsed < TimeSpan.FromMinutes(1))
            {
                _ = exception;      // not there yet
                await Task.Delay(20);
            }
            catch (NpgsqlException exception)
            {
                var log = Path.Combine(_folder, "log");
                throw new InvalidOperationException("PostgreSQL did not start. " + (File.Exists(log) ? await File.ReadAllTextAsync(log) : ""), exception);
            }
        }
    }

    private static string UnprivilegedUser() =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
