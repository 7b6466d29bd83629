using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Crash.Host;
using SmartWms.Webhooks.Crash.Host.Stores;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>F8: each step of the store fails before it is done or after, or is slow, five times in a hundred. Nothing is lost, and nothing is repeated: each step can be taken twice.</summary>
internal static class Lies
{
    private const int Publishers = 4;

    /// <summary>Far longer than a few failures in a row hold a result up, short enough to wait for where a claim was made that nobody knows of.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(8);

    public static async Task<IReadOnlyList<CaseReport>> RunAsync(GateRun run)
    {
        var server = await GateRun.ServerAsync();
        return await run.DivideAsync(1, (_, random, part) => RunAsync(part % 2 == 0 ? null : server, random, run.IsLong ? 500 : 150), atOnce: 4);
    }

    private static async Task<CaseReport> RunAsync(PostgresServer? server, Random random, int events)
    {
        await using var rig = await InProcess.StartAsync(server);
        LyingStore? lying = null;
        var answers = random.Next();
        for (var endpoint = 0; endpoint < Published.Endpoints; endpoint++)
        {
            rig.Receiver.Always(Published.Path(endpoint), request => new Random(unchecked(answers + request.Number)).Next(100) < 3 ? Answer.With(500) : Answer.Ok);
        }

        await using var engine = rig.Build(options => options.Subscriptions.Deadline = TimeSpan.FromSeconds(3), change: builder => builder.WrapDeliveries(store => lying = new LyingStore(store, random)));
        engine.Services.GetRequiredService<PumpOptions>().Lease = Lease;
        await engine.StartAsync();
        await rig.SubscribeAsync(engine.Webhooks);
        var number = 0;
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(_ => Task.Run(async () =>
        {
            for (var mine = Interlocked.Increment(ref number); mine <= events; mine = Interlocked.Increment(ref number))
            {
                await rig.PublishAsync(engine.Dispatcher, mine);
            }
        })));
        await rig.DrainAsync(TimeSpan.FromSeconds(60));
        return rig.Judge(lying!.Lies > 0 ? 1 : 0, bound: 0);
    }
}
