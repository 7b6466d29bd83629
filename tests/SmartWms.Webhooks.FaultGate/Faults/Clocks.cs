using System.Diagnostics;
using SmartWms.Webhooks.Crash.Host;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>F10: the clock jumps while retries wait, and is set right again. Nothing is lost or sent in a loop; what was put off under the wrong time is due within the longest time that R30 allows.</summary>
internal static class Clocks
{
    private const int Events = 10;

    private static readonly TimeSpan[] Jumps =
    [
        TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.FromDays(1), TimeSpan.FromDays(-1), TimeSpan.FromDays(3650), TimeSpan.FromDays(-3650),
    ];

    /// <summary>A poll, and what an open circuit keeps back for a second.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(4);

    /// <summary>R29: where the store has a clock of its own, a node that has nothing to claim learns of it with its next heartbeat.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10) + Poll;

    /// <summary>R30: the longest delay of any contract with its jitter, and an hour.</summary>
    private static readonly TimeSpan Longest =
        ((WebhookContract[])[WebhookContract.SmartWms, WebhookContract.Wms, WebhookContract.StandardWebhooks]).Max(contract => contract.Delays.Max() * (1 + contract.Jitter))
        + TimeSpan.FromHours(1) + TimeSpan.FromMinutes(1);

    public static async Task<IReadOnlyList<CaseReport>> RunAsync(GateRun run)
    {
        var server = await GateRun.ServerAsync();
        return await run.DivideAsync(1, (_, random, part) => RunAsync((part + (part / Jumps.Length)) % 2 == 0 ? null : server, Jumps[part % Jumps.Length], random), atOnce: Jumps.Length);
    }

    private static async Task<CaseReport> RunAsync(PostgresServer? server, TimeSpan jump, Random random)
    {
        await using var rig = await InProcess.StartAsync(server);
        var time = new JumpingTime();
        var isWell = false;
        for (var endpoint = 0; endpoint < Published.Endpoints; endpoint++)
        {
            var path = Published.Path(endpoint);
            var fails = endpoint % 2 == 0;
            rig.Receiver.Always(path, _ => fails && !isWell ? Answer.With(500) : Answer.Ok);
        }

        await using var engine = rig.Build(options => options.Retention.SweepInterval = TimeSpan.FromMinutes(1), clock: time);
        await engine.StartAsync();
        await rig.SubscribeAsync(engine.Webhooks);
        await PublishAsync(rig, engine, 0);
        await RealTime.WaitAsync(random.Next(100, 500));
        time.Ahead = jump;
        await PublishAsync(rig, engine, 1);
        await RealTime.WaitAsync(random.Next(1000, 2000));
        isWell = true;
        await RealTime.WaitAsync(random.Next(100, 500));
        time.Ahead = TimeSpan.Zero;
        await PublishAsync(rig, engine, 2);
        if (!await IsDoneAsync(rig, server is null ? Poll : Heartbeat))
        {
            // What is still unfinished was put off under the wrong clock, and comes within R30's time. The sweep looks each minute, and whenever a webhook has changed.
            var extra = await engine.Webhooks.CreateAsync(new NewWebhookSubscription { Name = "extra", Url = rig.Receiver.UrlOf("/extra"), EventTypes = ["order.cancelled"] });
            await engine.Webhooks.DeleteAsync(extra.Id);
            await RealTime.WaitAsync(2000);
            rig.Complaints.AddRange(TooFar(rig, jump));
            LetTimePass(rig, time);
        }

        await rig.DrainAsync(TimeSpan.FromSeconds(20));
        return rig.Judge(1, bound: Published.Endpoints * Events, repeats: false) with { Complaints = [.. rig.Complaints.Where(complaint => !IsSwept(complaint)), .. Loops(rig)] };
    }

    private static async Task<bool> IsDoneAsync(InProcess rig, TimeSpan longest)
    {
        var clock = Stopwatch.StartNew();
        while (rig.Database.Unfinished() > 0)
        {
            if (clock.Elapsed > longest)
            {
                return false;
            }

            await RealTime.WaitAsync(100);
        }

        return true;
    }

    /// <summary>What was put off under a clock that was ahead is due within R30's time. On a file, which has no clock of its own, nothing was put off by one that was behind.</summary>
    private static IEnumerable<string> TooFar(InProcess rig, TimeSpan jump)
    {
        var far = rig.Database.IsPostgreSql
            ? rig.Database.Count(FormattableString.Invariant($"select count(*) from {rig.Database.Table("delivery")} where due_at > now() + interval '{(long)Longest.TotalSeconds} seconds'"))
            : rig.Database.Count(FormattableString.Invariant($"select count(*) from {rig.Database.Table("delivery")} where due_at > {(DateTimeOffset.UtcNow + Longest).UtcTicks}"));
        if (far > 0)
        {
            yield return FormattableString.Invariant($"frozen: {far} deliveries are due later than anything rightly can be");
        }

        if (jump < TimeSpan.Zero && !rig.Database.IsPostgreSql)
        {
            yield return FormattableString.Invariant($"frozen: {rig.Database.Unfinished()} deliveries wait although the clock was behind and is right");
        }
    }

    /// <summary>For PostgreSQL, whose clock is its server's, the rows come nearer instead.</summary>
    private static void LetTimePass(InProcess rig, JumpingTime time)
    {
        if (rig.Database.IsPostgreSql)
        {
            var by = FormattableString.Invariant($"interval '{(long)Longest.TotalSeconds} seconds'");
            rig.Database.Execute($"update {rig.Database.Table("delivery")} set due_at = due_at - {by}, lease_until = lease_until - {by} where due_at > now() or lease_until > now()");
        }
        else
        {
            time.Ahead = Longest;
        }
    }

    /// <summary>What ended under a clock ten years behind is older than the log is kept.</summary>
    private static bool IsSwept(string complaint) => complaint.StartsWith("half", StringComparison.Ordinal);

    /// <summary>I7: a request or two for each second that a retry may be due.</summary>
    private static IEnumerable<string> Loops(InProcess rig) =>
        from request in rig.Receiver.Requests.CountBy(request => (request.Header("webhook-id"), request.Path))
        where request.Value > 24
        select $"loop: {request.Key} was sent {request.Value} times";

    private static async Task PublishAsync(InProcess rig, TestEngine engine, int part)
    {
        for (var number = 1; number <= Events; number++)
        {
            await rig.PublishAsync(engine.Dispatcher, (part * Events) + number);
        }
    }
}
