using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SmartWms.Webhooks.Crash.Host;
using SmartWms.Webhooks.Crash.Host.Nodes;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Crash.Tests.Nodes;

/// <summary>Four processes on one PostgreSQL database, two of them publishing, and what can be done to them.</summary>
internal sealed class NodeFleet : IAsyncDisposable
{
    private const int Seats = 4;
    private const int Publishers = 2;

    /// <summary>Events after which a publisher has requests under way at any moment.</summary>
    private const int AtWork = 200;

    private readonly TempFolder _folder = new();
    private readonly PostgresDatabase _database;
    private readonly NpgsqlDataSource _source;
    private readonly ScriptedReceiver _receiver;
    private readonly int _events;
    private readonly List<string> _ledgers = [];
    private readonly List<string>[] _ofSeat = [.. Enumerable.Range(0, Seats).Select(_ => new List<string>())];
    private readonly CrashChild?[] _nodes = new CrashChild?[Seats];

    private NodeFleet(PostgresDatabase database, ScriptedReceiver receiver, int events)
    {
        (_database, _receiver, _events) = (database, receiver, events);
        _source = NpgsqlDataSource.Create(database.ConnectionString + ";Maximum Pool Size=2;Application Name=attacker");
    }

    /// <summary>Leases found in the database when something was done to a node: as many requests may have been made twice.</summary>
    public int Bound { get; private set; }

    public int Kills { get; private set; }

    public int Freezes { get; private set; }

    public int Cuts { get; private set; }

    public Ledgers Ledgers => new(_ledgers);

    public IReadOnlyList<ReceivedRequest> Requests => _receiver.Requests;

    /// <summary>Whether as many events as asked for are acknowledged.</summary>
    public bool HasEnough => Ledgers.Acknowledged.Count >= _events;

    public static async Task<NodeFleet> StartAsync(int events)
    {
        var server = await PostgresServer.SharedAsync();
        var fleet = new NodeFleet(await server.CreateDatabaseAsync(), await ScriptedReceiver.StartAsync(), events);
        for (var endpoint = 0; endpoint < Published.Endpoints; endpoint++)
        {
            // Some time on the way, so that there is always something to cut off.
            fleet._receiver.Always(Published.Path(endpoint), _ => Answer.OkAfter(Task.Delay(Random.Shared.Next(1, 40))));
        }

        using var subscribing = fleet.Run("subscribe", seat: Seats - 1, events: 0);
        Assert.Equal(0, await subscribing.ExitAsync());
        for (var seat = 0; seat < Seats; seat++)
        {
            fleet.Fill(seat);
        }

        return fleet;
    }

    /// <summary>SIGKILL of a node that has come to work; another process takes the seat and publishes what is left.</summary>
    public async Task KillAsync(int seat)
    {
        await StartedAsync(seat);
        _nodes[seat]!.Kill();
        await CountLeasesAsync();
        _nodes[seat]!.Dispose();
        Fill(seat);
        Kills++;
    }

    /// <summary>SIGSTOP of a publisher at work for longer than a lease, then SIGCONT: it wakes with results that nobody may believe.</summary>
    public async Task FreezeAsync(int seat)
    {
        await Patience.UntilAsync(
            () => Task.FromResult(new Ledgers(_ofSeat[seat]).Acknowledged.Count > AtWork), () => "the node publishes nothing", TimeSpan.FromMinutes(1));
        Signal(seat, "STOP");
        await CountLeasesAsync();
        await Task.Delay(Fleet.Lease + Fleet.TakenOverWithin);
        Signal(seat, "CONT");
        Freezes++;
    }

    /// <summary>Ends every connection of the nodes, whatever it is doing.</summary>
    public async Task CutAsync()
    {
        await CountLeasesAsync();
        await using var connection = await _source.OpenConnectionAsync();
        await using var cut = new NpgsqlCommand(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and application_name <> 'attacker'", connection);
        await cut.ExecuteScalarAsync();
        Cuts++;
    }

    /// <summary>Lets the publishers come to their end, and waits until nothing is unfinished.</summary>
    public async Task DrainAsync(TimeSpan longest)
    {
        await File.WriteAllTextAsync(Enough, "");
        await DrainedAsync(longest);
    }

    private string Enough => _folder["enough"];

    private Task DrainedAsync(TimeSpan longest) => Patience.UntilAsync(
        async () =>
        {
            await Task.Delay(200);
            return _ofSeat.Take(Publishers).All(ledgers => new Ledgers([ledgers[^1]]).IsDone) && await CountAsync("select count(*) from wms_webhooks.wms_webhook_delivery") == 0;
        },
        () => "deliveries are unfinished", longest);

    public Task<int> DeliveredAsync() => CountAsync("select count(*) from wms_webhooks.wms_webhook_delivery_log where state = 2");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            node?.Dispose();
        }

        await _receiver.DisposeAsync();
        await _source.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private void Fill(int seat)
    {
        _nodes[seat] = Run("node", seat, seat < Publishers ? Math.Max(0, Left(seat)) : 0);
    }

    private CrashChild Run(string verb, int seat, int events)
    {
        var run = _ledgers.Count + 1;
        var ledger = _folder[FormattableString.Invariant($"ledger-{run}")];
        File.WriteAllText(ledger, "");
        _ledgers.Add(ledger);
        _ofSeat[seat].Add(ledger);
        return CrashChild.Start([
            verb, "--database", _database.ConnectionString, "--ledger", ledger, "--receiver", _receiver.Url.AbsoluteUri,
            "--run", run.ToString(CultureInfo.InvariantCulture), "--events", events.ToString(CultureInfo.InvariantCulture),
            .. verb == "node" && seat < Publishers ? (string[])["--until", Enough] : []]);
    }

    private Task StartedAsync(int seat) =>
        Patience.UntilAsync(() => Task.FromResult(new Ledgers([_ofSeat[seat][^1]]).HasStarted), () => "the node does not start", TimeSpan.FromMinutes(1));

    private int Left(int seat) => (_events / Publishers) - new Ledgers(_ofSeat[seat]).Acknowledged.Count;

    private void Signal(int seat, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _nodes[seat]!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private async Task CountLeasesAsync() => Bound += await CountAsync("select count(*) from wms_webhooks.wms_webhook_delivery where token <> 0");

    private async Task<int> CountAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
