using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace SmartWms.Webhooks.Testbed;

/// <summary>One cluster's folder and the processes that serve it.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    // The shell holds the read end of a pipe from this process: when the pipe ends, because the tests are through or were killed, so do server and folder.
    private const string Guard = """
        set -e
        bin=$1 dir=$2 port=$3 settings=$4
        "$bin/initdb" -D "$dir/data" -A trust -U postgres --no-sync --locale=C.UTF-8 -E UTF8 > "$dir/log" 2>&1
        start() {
          "$bin/postgres" -D "$dir/data" -k "$dir" -h 127.0.0.1 -p "$port" $settings < /dev/null >> "$dir/log" 2>&1 &
          server=$!
        }
        start
        while read -r word; do
          wait $server || true
          start
        done
        kill -QUIT $server 2> /dev/null || true
        wait $server || true
        rm -rf "$dir"
        """;

    private readonly Process _guard;
    private readonly string _folder;

    private PostgresCluster(Process guard, string folder, int port) => (_guard, _folder, Port) = (guard, folder, port);

    public int Port { get; }

    public static async Task<PostgresCluster> StartAsync(string binaries, bool isDurable, string[] settings)
    {
        // Not TempFolder: every part of its path must be open to the unprivileged user, and the server's end removes it.
        var folder = Directory.CreateTempSubdirectory("wms-postgres-").FullName;
        var port = FreePort.Next();
        string[] all = ["max_connections=300", "logging_collector=off", "max_wal_size=4GB", "checkpoint_timeout=1h", "log_line_prefix=%m:%p@%d@", .. isDurable ? Array.Empty<string>() : ["fsync=off", "full_page_writes=off"], .. settings];
        var guard = await UnprivilegedProcess.StartAsync(
            folder, "sh", "-c", Guard, "sh", binaries, folder, port.ToString(CultureInfo.InvariantCulture), string.Join(' ', all.Select(setting => "-c " + setting)));
        var cluster = new PostgresCluster(guard, folder, port);
        await cluster.WaitUntilReadyAsync();
        return cluster;
    }

    /// <summary>SIGKILL of the server and of all its processes. Comes back when the last is gone.</summary>
    public async Task KillAsync()
    {
        var server = ServerId();
        string[] all = [server, .. await ChildrenAsync(server)];
        await SignalAsync("KILL", all);
        await GoneAsync(all);
    }

    /// <summary>A stop as an administrator does it: TERM waits for clients, INT ends them, QUIT leaves the rest to the recovery.</summary>
    public async Task StopAsync(string signal)
    {
        var server = ServerId();
        await SignalAsync(signal, [server]);
        await GoneAsync([server]);
    }

    /// <summary>Starts it again on the same folder and port.</summary>
    public async Task StartAgainAsync()
    {
        await _guard.StandardInput.WriteLineAsync("start");
        await _guard.StandardInput.FlushAsync();
        await WaitUntilReadyAsync();
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

    private string ServerId() => File.ReadLines(Path.Combine(_folder, "data", "postmaster.pid")).First();

    private static async Task<string[]> ChildrenAsync(string server) =>
        (await File.ReadAllTextAsync($"/proc/{server}/task/{server}/children")).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static async Task SignalAsync(string signal, string[] processes)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", .. processes]) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync();      // one of them may have ended by itself
    }

    /// <summary>Ended, or ended and not yet waited for.</summary>
    private static Task GoneAsync(string[] processes) => Patience.UntilAsync(
        () => Task.FromResult(processes.All(id => !File.Exists($"/proc/{id}/stat") || IsZombie(id))), () => "PostgreSQL's processes do not end", TimeSpan.FromMinutes(1));

    private static bool IsZombie(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;        // gone between two looks
        }
    }

    private async Task WaitUntilReadyAsync()
    {
        var connectionString = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Pooling=false;Timeout=5");
        await Patience.UntilAsync(() => IsReadyAsync(connectionString), () => "PostgreSQL did not start. " + Log(), TimeSpan.FromMinutes(3));
    }

    private async Task<bool> IsReadyAsync(string connectionString)
    {
        if (_guard.HasExited)
        {
            throw new InvalidOperationException("PostgreSQL did not start. " + Log());
        }

        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;       // not there yet
        }
    }

    private string Log()
    {
        var log = Path.Combine(_folder, "log");
        return File.Exists(log) ? File.ReadAllText(log) : "";
    }
}
