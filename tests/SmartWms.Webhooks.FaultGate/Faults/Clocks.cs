using SmartWms.Webhooks.Crash.Host;
using SmartWms.Webhooks.FaultGate.Accounts;
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

    /// <summary>R30: the longest delay or a day, and an hour.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(25) + TimeSpan.FromMinutes(1);

    public static async Task<IReadOnlyList<CaseReport>> RunAsync(GateRun run)
    {
        var server = await GateRun.ServerAsync();
        return await run.DivideAsync(1, (_, random, part) => RunAsync(part % 2 == 0 ? null : server, Jumps[part / 2 % Jumps.Length], random), atOnce: 4);
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
        await RealTime.WaitAsync(3000);

        // What is still unfinished was put off under the wrong clock, and comes within R30's time.
        if (rig.Database.Unfinished() > 0)
        {
            rig.Complaints.AddRange(TooFar(rig, jump));
            time.Ahead = Longest + (jump > TimeSpan.Zero && jump < Longest ? jump : TimeSpan.Zero);
        }

        await rig.DrainAsync(TimeSpan.FromSeconds(20));
        return rig.Judge(1, bound: Published.Endpoints * Events, repeats: false) with { Complaints = [.. rig.Complaints, .. Loops(rig)] };
    }

    /// <summary>Under a clock that is right, only what waits for a retry put off under the wrong one may be unfinished.</summary>
    private static IEnumerable<string> TooFar(InProcess rig, TimeSpan jump) =>
        jump < TimeSpan.Zero ? [FormattableString.Invariant($"frozen: {rig.Database.Unfinished()} deliveries wait although the clock was behind and is right")] : [];

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
