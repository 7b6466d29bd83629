using System.Diagnostics;
using System.Globalization;
using SmartWms.Webhooks.Crash.Host;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Processes;

/// <summary>One database, its children one after another, and the receiver that is never killed.</summary>
internal sealed class CrashCase : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PostgresDatabase? _postgres;
    private readonly CaseDatabase _database;
    private readonly ScriptedReceiver _receiver;
    private readonly List<string> _ledgers = [];
    private readonly List<StoreView> _kills = [];
    private readonly List<string> _complaints = [];
    private volatile bool _isWell;
    private volatile bool _hasKilled;

    private CrashCase(ScriptedReceiver receiver, PostgresDatabase? postgres)
    {
        (_receiver, _postgres) = (receiver, postgres);
        _database = new CaseDatabase(postgres?.ConnectionString ?? _folder["wms.db"]);
    }

    /// <param name="server">Where its database is made; <see langword="null"/> for a SQLite file.</param>
    public static async Task<CrashCase> StartAsync(PostgresServer? server = null) =>
        new(await ScriptedReceiver.StartAsync(), server is null ? null : await server.CreateDatabaseAsync());

    /// <summary>Runs a child that is killed at the n-th time it reaches a point.</summary>
    public async Task KillAtAsync(string point, int pass)
    {
        using var gate = _database.IsPostgreSql && TriggerGate.Knows(point) ? await CloseGateAsync(point, pass) : null;
        using var child = point == KillPoints.RequestSent ? Run("live") : Run("live", "--point", point, "--pass", pass.ToString(CultureInfo.InvariantCulture));
        Script(point, pass, child);
        if (gate is not null)
        {
            _hasKilled = await gate.KillAsync(child, commits: pass % 2 == 0);
        }

        var code = await child.ExitAsync();
        var reached = _hasKilled || new Ledgers([_ledgers[^1]]).Point == FormattableString.Invariant($"{point} {pass}");
        if (code != CrashChild.Killed || !reached)
        {
            throw new InvalidOperationException($"The kill at {point}, pass {pass}, did not hit: {await child.WordsAsync()}");
        }

        Look();
    }

    /// <summary>Runs a child and kills it this long after its first publish.</summary>
    public async Task KillAfterAsync(TimeSpan time)
    {
        using var child = Run("live");
        await Patience.UntilAsync(() => Task.FromResult(File.Exists(_ledgers[^1]) && new Ledgers([_ledgers[^1]]).Tried.Count > 0), () => "the child has published nothing", TimeSpan.FromMinutes(1));
        await RealTime.WaitAsync(time);
        child.Kill();
        if (await child.ExitAsync() != CrashChild.Killed)
        {
            throw new InvalidOperationException($"The kill came too late: {await child.WordsAsync()}");
        }

        Look();
    }

    /// <summary>Starts a child that finishes everything, and compares the three accounts.</summary>
    public async Task<CaseReport> DrainAsync()
    {
        _isWell = true;
        using var child = Run("drain");
        if (await child.ExitAsync() != 0)
        {
            throw new InvalidOperationException($"The drain failed: {await child.WordsAsync()}");
        }

        var ledgers = new Ledgers(_ledgers);
        var arrivals = Arrivals(ledgers);
        _complaints.AddRange(Invariants.AtTheEnd(ledgers, StoreView.Read(_database), arrivals, _kills));
        return new CaseReport(_kills.Count, ledgers.Acknowledged.Count, Invariants.Duplicates(arrivals), Invariants.Leases(_kills).Count(), _complaints);
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>The tables have to be there before anything can be hung on them.</summary>
    private async Task<TriggerGate> CloseGateAsync(string point, int pass)
    {
        using var child = Run("publish", "--events", "0");
        return await child.ExitAsync() == 0
            ? TriggerGate.Close(_database, point, pass)
            : throw new InvalidOperationException($"The tables could not be made: {await child.WordsAsync()}");
    }

    private CrashChild Run(string verb, params string[] more)
    {
        var run = _ledgers.Count + 1;
        _ledgers.Add(_folder[FormattableString.Invariant($"ledger-{run}")]);
        return CrashChild.Start([
            verb, "--database", _database.Place, "--ledger", _ledgers[^1], "--receiver", _receiver.Url.AbsoluteUri, "--run", run.ToString(CultureInfo.InvariantCulture), .. more]);
    }

    private void Script(string point, int pass, CrashChild child)
    {
        var count = 0;
        for (var endpoint = 0; endpoint < Published.Endpoints; endpoint++)
        {
            // Endpoints want no more one after another, so that there is a disabling for each pass.
            var patience = 5 * (endpoint + 1);
            var requests = 0;
            _receiver.Always(Published.Path(endpoint), _ =>
            {
                if (point == KillPoints.RequestSent && Interlocked.Increment(ref count) == pass)
                {
                    _hasKilled = true;
                    child.Kill();
                }

                return point == KillPoints.Disabled && !_isWell && Interlocked.Increment(ref requests) > patience ? Answer.With(410) : Answer.Ok;
            });
        }
    }

    /// <summary>Reads the file as the kill left it, before a new child repairs anything.</summary>
    private void Look()
    {
        var ledgers = new Ledgers(_ledgers);
        var store = _database.IsPostgreSql ? ReadAtRest() : StoreView.ReadCopy(_database.Place, _folder["copy.db"]);
        if (ledgers.Tried.Count == ledgers.Acknowledged.Count && !store.Rows.Any(row => row.State == 0))
        {
            throw new InvalidOperationException("The kill hit no live work: nothing was being published or delivered.");
        }

        _complaints.AddRange(Invariants.AtTheKill(ledgers, store));
        var notArrived = Invariants.NotArrived(store, Arrivals(ledgers), _kills);
        if (notArrived > Published.Endpoints * Published.MaxInFlight)
        {
            _complaints.Add(FormattableString.Invariant($"bound: {notArrived} deliveries were claimed and not sent"));
        }

        _kills.Add(store);
    }

    /// <summary>What the server still does for a client that is gone is done first.</summary>
    private StoreView ReadAtRest()
    {
        var limit = Stopwatch.StartNew();
        while (_database.Count($"select count(*) from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and application_name <> '{CaseDatabase.Attacker}'") > 0
            && limit.Elapsed < Patience.Limit)
        {
        }

        return StoreView.Read(_database);
    }

    private List<Arrival> Arrivals(Ledgers ledgers) => [.. _receiver.Requests.Select(request => Arrival.Of(request, ledgers))];
}
