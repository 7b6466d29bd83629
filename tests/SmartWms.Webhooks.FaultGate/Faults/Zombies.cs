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

    /// <summary>After which what a woken process sends it may have claimed anew.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(500);

    public static async Task<IReadOnlyList<CaseReport>> RunAsync(GateRun run)
    {
        var server = await GateRun.ServerAsync();
        return await run.DivideAsync(1, (_, random, part) => RunAsync(part % 2 == 0 ? server : null, random));
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
            Seed = random.Next(),
        });
        await fleet.AtWorkAsync(0);
        await fleet.StartedAsync(1);
        var zombie = fleet.NameOf(0);
        var release = new TaskCompletionSource();

        // Between lease and request: it has both to start when it wakes, and others under way.
        var lingered = fleet.LedgerOf(0).Lingered;
        await fleet.UntilAsync(0, ledger => ledger.Lingered > lingered, "never lingers");
        var frozenAt = DateTimeOffset.UtcNow;
        var look = fleet.Freeze(0);
        var frozen = look.Rows.ToDictionary(row => row.Delivery, row => row.Token, StringComparer.Ordinal);
        HoldBack(fleet, zombie, [.. look.Rows.Select(row => (row.Event, row.Path))], release.Task);
        var takenOver = await TakenOverAsync(fleet, frozen);
        var known = Attempts(fleet.Database, zombie, frozenAt);
        var wokenAt = DateTimeOffset.UtcNow;
        fleet.Continue(0);
        await RealTime.WaitAsync(AtOnce * 2);
        JudgeRequests(fleet, zombie, takenOver, wokenAt);
        release.SetResult();
        fleet.Cases += takenOver.Count > 0 ? 1 : 0;
        await fleet.DrainAsync();
        foreach (var stale in Attempts(fleet.Database, zombie, frozenAt).Except(known).Where(stale => takenOver.Any(row => stale.StartsWith(row.Delivery + " ", StringComparison.Ordinal))))
        {
            fleet.Complain($"zombie: {stale}, begun before the freeze, was stored after another process had taken the delivery over");
        }

        var report = fleet.Judge();
        return report.Refused > 0 || takenOver.Count == 0 ? report : report with { Complaints = [.. report.Complaints, "zombie: no result of the woken process was refused and counted"] };
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

    /// <summary>I6: who wakes with a lease that is over makes no request for it.</summary>
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
