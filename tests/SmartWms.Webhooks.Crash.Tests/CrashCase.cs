using System.Globalization;
using SmartWms.Webhooks.Crash.Host;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Crash.Tests;

/// <summary>One database, its children one after another, and the receiver that is never killed.</summary>
internal sealed class CrashCase : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ScriptedReceiver _receiver;
    private readonly List<string> _ledgers = [];
    private readonly List<StoreView> _kills = [];
    private readonly List<string> _complaints = [];
    private volatile bool _isWell;
    private volatile bool _hasKilled;

    private CrashCase(ScriptedReceiver receiver) => _receiver = receiver;

    private string Database => _folder["wms.db"];

    private string Copy => _folder["copy.db"];

    public static async Task<CrashCase> StartAsync() => new(await ScriptedReceiver.StartAsync());

    /// <summary>Runs a child that is killed at the n-th time it reaches a point.</summary>
    public async Task KillAtAsync(string point, int pass)
    {
        using var child = point == KillPoints.RequestSent ? Run("live") : Run("live", "--point", point, "--pass", pass.ToString(CultureInfo.InvariantCulture));
        Script(point, pass, child);
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
        await Task.Delay(time);
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
        _complaints.AddRange(Invariants.AtTheEnd(ledgers, StoreView.Read(Database, Copy), arrivals, _kills));
        return new CaseReport(_kills.Count, ledgers.Acknowledged.Count, Invariants.Duplicates(arrivals), Invariants.Leases(_kills).Count(), _complaints);
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        _folder.Dispose();
    }

    private CrashChild Run(string verb, params string[] more)
    {
        var run = _ledgers.Count + 1;
        _ledgers.Add(_folder[FormattableString.Invariant($"ledger-{run}")]);
        return CrashChild.Start([
            verb, "--database", Database, "--ledger", _ledgers[^1], "--receiver", _receiver.Url.AbsoluteUri, "--run", run.ToString(CultureInfo.InvariantCulture), .. more]);
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
        var store = StoreView.Read(Database, Copy);
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

    private List<Arrival> Arrivals(Ledgers ledgers) => [.. _receiver.Requests.Select(request => Arrival.Of(request, ledgers))];
}
