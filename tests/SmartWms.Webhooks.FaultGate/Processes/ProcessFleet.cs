using System.Globalization;
using SmartWms.Webhooks.Crash.Host;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Processes;

/// <summary>Some processes on one database, the receiver that is never killed, and what can be done to them.</summary>
internal sealed partial class ProcessFleet : IAsyncDisposable
{
    /// <summary>Events after which a publisher has requests under way at any moment.</summary>
    private const int AtWork = 20;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly TempFolder _folder = new();
    private readonly FleetPlan _plan;
    private readonly PostgresDatabase? _postgres;
    private readonly ScriptedReceiver _receiver;
    private readonly List<string> _ledgers = [];
    private readonly List<string>[] _ofSeat;
    private readonly CrashChild?[] _nodes;
    private readonly List<StoreView> _looks = [];
    private readonly List<string> _complaints = [];
    private readonly List<string> _notes = [];

    private ProcessFleet(FleetPlan plan, PostgresDatabase? postgres, ScriptedReceiver receiver)
    {
        (_plan, _postgres, _receiver) = (plan, postgres, receiver);
        _ofSeat = [.. Enumerable.Range(0, plan.Seats).Select(_ => new List<string>())];
        _nodes = new CrashChild?[plan.Seats];
        Database = new CaseDatabase(postgres?.ConnectionString ?? Path.Combine(plan.Folder ?? _folder.Path, "wms.db"));
    }

    public CaseDatabase Database { get; }

    /// <summary>Faults that hit live work.</summary>
    public int Cases { get; set; }

    public Ledgers Ledgers => new(_ledgers);

    public ScriptedReceiver Receiver => _receiver;

    /// <summary>Whether as many events as asked for are acknowledged.</summary>
    public bool HasEnough => Ledgers.Acknowledged.Count >= _plan.Events;

    /// <summary>Leases found in the database when something was done to a process: as many requests may have been made twice.</summary>
    public int Bound => Invariants.Leases(_looks).Count();

    public static async Task<ProcessFleet> StartAsync(FleetPlan plan)
    {
        var postgres = plan.Server is null ? null : await plan.Server.CreateDatabaseAsync();
        var fleet = new ProcessFleet(plan, postgres, await ScriptedReceiver.StartAsync());
        for (var endpoint = 0; endpoint < Published.Endpoints; endpoint++)
        {
            fleet._receiver.Always(Published.Path(endpoint), fleet.Choose);
        }

        using var subscribing = fleet.Run("subscribe", fleet._ofSeat[^1]);
        if (await subscribing.ExitAsync() != 0)
        {
            throw new InvalidOperationException($"Nobody could be subscribed: {await subscribing.WordsAsync()}");
        }

        for (var seat = 0; seat < plan.Seats; seat++)
        {
            fleet.Fill(seat);
        }

        return fleet;
    }

    /// <summary>Starts a process on a seat.</summary>
    public void Fill(int seat)
    {
        var events = seat < _plan.Publishers ? Math.Max(0, (_plan.Events / _plan.Publishers) - new Ledgers(_ofSeat[seat]).Acknowledged.Count) : 0;
        string[] more = ["--events", events.ToString(CultureInfo.InvariantCulture), .. seat < _plan.Publishers ? (string[])["--until", Enough] : []];
        _nodes[seat] = Run("node", _ofSeat[seat], [.. more, .. _plan.Lingers && seat == 0 ? (string[])["--lingers", "yes"] : []]);
    }

    public CrashChild ChildOf(int seat) => _nodes[seat]!;

    /// <summary>What the process on a seat has written, it alone.</summary>
    public Ledgers LedgerOf(int seat) => new([_ofSeat[seat][^1]]);

    /// <summary>The name by which requests and attempts of the process on a seat are known.</summary>
    public string NameOf(int seat) => "node-" + Path.GetExtension(_ofSeat[seat][^1])[1..];

    /// <summary>Until the process delivers and, if it is to, publishes.</summary>
    public Task StartedAsync(int seat) =>
        UntilAsync(seat, ledger => ledger.HasStarted, "does not start");

    /// <summary>Until a publisher is amid its work.</summary>
    public Task AtWorkAsync(int seat) => UntilAsync(seat, ledger => ledger.Acknowledged.Count > AtWork, "publishes nothing");

    /// <summary>Until something is so in the ledger of the process on a seat.</summary>
    public async Task UntilAsync(int seat, Func<Ledgers, bool> isSo, string complaint)
    {
        await Patience.UntilAsync(
            async () =>
            {
                if (_nodes[seat]!.HasEnded)
                {
                    throw new InvalidOperationException($"The process has ended by itself: {await _nodes[seat]!.WordsAsync()}");
                }

                await RealTime.WaitAsync(5);
                return isSo(LedgerOf(seat));
            },
            () => $"the process on seat {seat} {complaint}", Longest);
    }

    public void Complain(string complaint) => _complaints.Add(complaint);

    public void Note(string note) => _notes.Add(note);

    /// <summary>Reads what is leased right now: what may be repeated.</summary>
    public StoreView Look()
    {
        var look = StoreView.ReadLeases(Database);
        _looks.Add(look);
        return look;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            node?.Dispose();
        }

        await _receiver.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _folder.Dispose();
    }

    private string Enough => _folder["enough"];

    private CrashChild Run(string verb, List<string> ledgers, params string[] more)
    {
        var run = _ledgers.Count + 1;
        var ledger = _folder[FormattableString.Invariant($"ledger.{run}")];
        File.WriteAllText(ledger, "");
        _ledgers.Add(ledger);
        ledgers.Add(ledger);
        string[] fansOut = _plan.FansOut ? ["--fans-out", "yes"] : [];
        return CrashChild.Start(
            [
                verb, "--database", Database.Place, "--ledger", ledger, "--receiver", _receiver.Url.AbsoluteUri, "--run", run.ToString(CultureInfo.InvariantCulture),
                "--lease", Milliseconds(_plan.Lease), "--deadline", Milliseconds(_plan.Deadline), "--pace", Milliseconds(_plan.Pace), .. fansOut, .. more,
            ],
            verb == "node" ? _plan.Under : []);
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>Some time on the way, so that there is always something to cut off; the same for the same request of the same seed.</summary>
    private Answer Choose(ReceivedRequest request)
    {
        var chance = new Random(unchecked((_plan.Seed * 31) + request.Number));
        var after = RealTime.WaitAsync(chance.Next(1, (int)_plan.SlowestAnswer.TotalMilliseconds));
        return chance.Next(100) < _plan.FailedOfHundred ? Answer.With(500) with { After = after } : Answer.OkAfter(after);
    }
}
