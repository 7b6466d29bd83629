using System.Globalization;
using SmartWms.Webhooks.Crash.Host;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>F13: on two nodes that publish and deliver, people pause, resume, rotate, create and delete. Nothing is sent to a paused webhook or signed with a secret that is over.</summary>
internal static class Management
{
    /// <summary>What was under way when a person acted may still arrive for this long: an attempt's deadline, and a slow machine.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2) + TimeSpan.FromMilliseconds(500);

    private const int OfADatabase = 1_000;

    public static async Task<IReadOnlyList<CaseReport>> RunAsync(GateRun run)
    {
        var server = await GateRun.ServerAsync();
        return await run.DivideAsync(Math.Min(OfADatabase, (run.Cases + 1) / 2), (operations, random, part) => RunAsync(part % 2 == 0 ? server : null, operations, random));
    }

    private static async Task<CaseReport> RunAsync(PostgresServer? server, int operations, Random random)
    {
        await using var rig = await InProcess.StartAsync(server);
        await using var one = rig.Build(Configure);
        await using var other = rig.Build(Configure);
        await one.StartAsync();
        await other.StartAsync();
        var webhooks = await rig.SubscribeAsync(one.Webhooks);
        var history = new ManagementHistory();
        using var end = new CancellationTokenSource();
        var publishing = PublishAsync(rig, [one, other], end.Token);
        var left = operations;
        await Task.WhenAll(webhooks.Select((id, endpoint) => ActAsync(endpoint % 2 == 0 ? one : other, rig, history, id, endpoint, new Random(random.Next()), () => Interlocked.Decrement(ref left) >= 0)));
        await end.CancelAsync();
        await publishing;
        await rig.DrainAsync(TimeSpan.FromSeconds(60));
        rig.Complaints.AddRange(history.Judge(rig.Receiver.Requests, Slack));
        return rig.Judge(operations, bound: 0);

        static void Configure(WmsWebhooksOptions options) => options.Subscriptions.Deadline = TimeSpan.FromSeconds(2);
    }

    private static async Task PublishAsync(InProcess rig, TestEngine[] engines, CancellationToken end)
    {
        for (var number = 1; !end.IsCancellationRequested; number++)
        {
            await rig.PublishAsync(engines[number % engines.Length].Dispatcher, number);
            await RealTime.WaitAsync(20);
        }
    }

    private static async Task ActAsync(TestEngine engine, InProcess rig, ManagementHistory history, SubscriptionId id, int endpoint, Random random, Func<bool> isLeft)
    {
        var path = Published.Path(endpoint);
        history.Secret(path, Published.FirstSecret(endpoint));
        for (var number = 1; isLeft(); number++)
        {
            switch (random.Next(10))
            {
                case < 6:
                    var secret = string.Create(CultureInfo.InvariantCulture, $"another-secret-{endpoint}-{number}");
                    rig.Write("secret", $"{path} {secret}");
                    history.Secret(path, secret);
                    await engine.Webhooks.RotateSecretAsync(id, secret, TimeSpan.Zero);
                    history.Rotated(path, secret);
                    break;
                case < 8:
                    await engine.Webhooks.PauseAsync(id);
                    var paused = DateTimeOffset.UtcNow;
                    await RealTime.WaitAsync(random.Next(0, 4000));
                    history.Paused(path, paused, DateTimeOffset.UtcNow);
                    await engine.Webhooks.ResumeAsync(id);
                    break;
                default:
                    var extra = await engine.Webhooks.CreateAsync(new NewWebhookSubscription { Name = "extra", Url = rig.Receiver.UrlOf("/extra"), EventTypes = ["order.cancelled"] });
                    await engine.Webhooks.DeleteAsync(extra.Id);
                    break;
            }

            await RealTime.WaitAsync(random.Next(5, 40));
        }
    }
}
