using System.Diagnostics;
using System.Globalization;
using SmartWms.Webhooks.Crash.Host;
using SmartWms.Webhooks.Crash.Host.Nodes;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.FaultGate.Processes;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>F6: a process is frozen with leases in hand, another takes its work over, and it wakes with requests to make and results to store that are no longer its own.</summary>
internal static class Zombies
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    /// <summary>A lease, the five seconds of a watermark, and a slow machine.</summary>
    private static readonly TimeSpan TakenOverWithin = TimeSpan.FromSeconds(20);

    /// <summary>A process that was frozen with the file's write lock in hand cannot be taken over from: then it is frozen again.</summary>
    private const int MostFreezes = 4;

    /// <summary>After which what a woken process sends it may have claimed anew.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(500);

    public static async Task<IReadOnlyList<CaseReport>> RunAsync(GateRun run)
    {
        var server = await GateRun.ServerAsync();
        var reports = await run.DivideAsync(1, (_, random, part) => RunAsync(part % 2 == 0 ? server : null, random));
        return reports.Any(report => report.Refused > 0) ? reports : [.. reports, new CaseReport(0, 0, 0, 0, ["zombie: no result of any woken process was refused and counted"])];
    }

    private static async Task<CaseReport> RunAsync(PostgresServer? server, Random random)
    {
        await using var fleet = await ProcessFleet.StartAsync(new FleetPlan
        {
            Server = server,
            Seats = 2,
            Publishers = 1,
            Lease = Lease,
            Deadline = Deadline,
            Lingers = true,
            FailedOfHundred = 0,
            SlowestAnswer = TimeSpan.FromMilliseconds(400),
            Seed = random.Next(),
        });
        await fleet.AtWorkAsync(0);
        await fleet.StartedAsync(1);
        for (var freeze = 0; fleet.Cases == 0 && freeze < MostFreezes; freeze++)
        {
            await FreezeAsync(fleet);
        }

        await fleet.DrainAsync();
        return fleet.Judge();
    }

    /// <summary>Between lease and request: the process has some to start when it wakes, and others under way.</summary>
    private static async Task FreezeAsync(ProcessFleet fleet)
    {
        var zombie = fleet.NameOf(0);
        var release = new TaskCompletionSource();
        await fleet.UntilAsync(0, ledger => ledger.Lingering.Count > 0, "never lingers");
        var frozenAt = DateTimeOffset.UtcNow;
        var look = fleet.Freeze(0);
        if (!fleet.Database.TakesWrites())
        {
            fleet.Continue(0);
            return;
        }

        var frozen = look.Rows.ToDictionary(row => row.Delivery, row => row.Token, StringComparer.Ordinal);
        var lingering = fleet.LedgerOf(0).Lingering;
        HoldBack(fleet, zombie, [.. look.Rows.Select(row => (row.Event, row.Path))], release.Task);
        var takenOver = await TakenOverAsync(fleet, frozen);
        var known = Attempts(fleet.Database, zombie, frozenAt);
        var wokenAt = DateTimeOffset.UtcNow;
        fleet.Continue(0);
        await RealTime.WaitAsync(AtOnce * 2);
        JudgeRequests(fleet, zombie, [.. takenOver.Where(row => lingering.Contains(frozen[row.Delivery]))], wokenAt);
        JudgeResults(fleet, Attempts(fleet.Database, zombie, frozenAt).Except(known), takenOver);
        release.SetResult();
        fleet.Cases += takenOver.Count > 0 ? 1 : 0;
    }

    /// <summary>I3: what began before the freeze is not stored by who woke from it, once another has the delivery.</summary>
    private static void JudgeResults(ProcessFleet fleet, IEnumerable<string> stored, List<StoreRow> takenOver)
    {
        foreach (var stale in stored.Where(stale => takenOver.Any(row => stale.StartsWith(row.Delivery + " ", StringComparison.Ordinal))))
        {
            fleet.Complain($"zombie: {stale}, begun before the freeze, was stored after another process had taken the delivery over");
        }
    }

    /// <summary>What the other process sends of the frozen one's deliveries gets no answer until that has woken: so they are unfinished then.</summary>
    private static void HoldBack(ProcessFleet fleet, string zombie, HashSet<(string Event, string Path)> frozen, Task released)
    {
        for (var endpoint = 0; endpoint < Published.Endpoints; endpoint++)
        {
            fleet.Receiver.Always(Published.Path(endpoint), request =>
                request.Header(Fleet.NodeHeader) != zombie && frozen.Contains((request.Header("webhook-id") ?? "", request.Path)) ? Answer.OkAfter(released) : Answer.Ok);
        }
    }

    /// <summary>Rows that the frozen process held and another holds now. Empty when it was frozen with the file's write lock in hand, which nobody can take over.</summary>
    private static async Task<List<StoreRow>> TakenOverAsync(ProcessFleet fleet, Dictionary<string, long> frozen)
    {
        var clock = Stopwatch.StartNew();
        List<StoreRow> takenOver = [];
        while (takenOver.Count == 0 && clock.Elapsed < TakenOverWithin)
        {
            await RealTime.WaitAsync(300);
            takenOver = [.. fleet.Look().Rows.Where(row => frozen.TryGetValue(row.Delivery, out var token) && token != row.Token)];
        }

        return takenOver;
    }

    /// <summary>I6: who wakes with a lease that is over begins no request for it. What had been begun may still get out.</summary>
    private static void JudgeRequests(ProcessFleet fleet, string zombie, List<StoreRow> takenOver, DateTimeOffset wokenAt)
    {
        var notItsOwn = takenOver.Where(row => row.Token != 0).Select(row => (row.Event, row.Path)).ToHashSet();
        foreach (var request in fleet.Receiver.Requests.Where(request =>
            request.Header(Fleet.NodeHeader) == zombie && request.ArrivedAt > wokenAt && request.ArrivedAt < wokenAt + AtOnce
            && notItsOwn.Contains((request.Header("webhook-id") ?? "", request.Path))))
        {
            fleet.Complain($"zombie: {request} was sent on a lease that was over");
        }
    }

    /// <summary>Attempts of one process that began before a time, with their deliveries.</summary>
    private static HashSet<string> Attempts(CaseDatabase database, string node, DateTimeOffset before)
    {
        var limit = database.IsPostgreSql ? $"'{before.UtcDateTime:O}'" : before.UtcTicks.ToString(CultureInfo.InvariantCulture);
        return [.. database.Query($"select 'dlv_' || delivery_id || ' attempt ' || number from {database.Table("attempt")} where node = '{node}' and started_at < {limit}", row => row.GetString(0))];
    }
}
