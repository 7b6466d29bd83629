using System.Globalization;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.FaultGate.Accounts;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using Published = SmartWms.Webhooks.Crash.Host.Published;

namespace SmartWms.Webhooks.FaultGate.Faults;

/// <summary>F11: receivers that misbehave in every way, side by side with sound ones; and one whose address is no longer allowed when it is to be sent to.</summary>
internal static class Hostiles
{
    private const int MostKept = 16 * 1024;
    private const long MostGrowth = 50L * 1024 * 1024;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>Nothing is tried twice while the gate looks.</summary>
    private static readonly WebhookContract Contract = WebhookContract.SmartWms with { Name = "hostile", Delays = [TimeSpan.FromHours(1)], AfterLastAttempt = AfterLastAttempt.KeepActive };

    public static async Task<IReadOnlyList<CaseReport>> RunAsync(GateRun run) =>
    [
        await RunAsync(await GateRun.ServerAsync(), (run.Cases + HostileBehaviours.All.Count - 1) / HostileBehaviours.All.Count),
        await NoLongerAllowedAsync(),
    ];

    private static async Task<CaseReport> RunAsync(PostgresServer server, int times)
    {
        await using var rig = await InProcess.StartAsync(server);
        await using var engine = rig.Build(Configure, builder => builder.AddContract(Contract));
        await engine.StartAsync();
        await rig.SubscribeAsync(engine.Webhooks);
        var receivers = HostileBehaviours.All.Select(behaviour => RawTcpReceiver.Start(behaviour.Script)).ToList();
        var webhooks = new List<SubscriptionId>();
        for (var at = 0; at < receivers.Count; at++)
        {
            var url = receivers[at].Url.AbsoluteUri;
            webhooks.Add(await engine.SubscribeAsync(
                HostileBehaviours.All[at].IsHttps ? url.Replace("http:", "https:", StringComparison.Ordinal) : url, form => (form.EventTypes, form.Channels) = (["order.created"], [Channel(at)])));
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var time = 0; time < times; time++)
        {
            for (var at = 0; at < receivers.Count; at++)
            {
                await engine.Dispatcher.PublishJsonAsync("order.created", "{}"u8.ToArray(), new WebhookPublishOptions { Channels = [Channel(at)] });
            }

            await rig.PublishAsync(engine.Dispatcher, time + 1);
        }

        await rig.DrainHealthyAsync(times);
        var tried = 0;
        for (var at = 0; at < receivers.Count; at++)
        {
            tried += await JudgeAsync(rig, engine, HostileBehaviours.All[at], webhooks[at], times);
        }

        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        if (growth > MostGrowth)
        {
            rig.Complaints.Add(FormattableString.Invariant($"memory: grew by {growth / 1024 / 1024} MiB"));
        }

        foreach (var receiver in receivers)
        {
            await receiver.DisposeAsync();
        }

        return new CaseReport(tried, rig.Ledgers.Acknowledged.Count, 0, 0, rig.Complaints) { Notes = [FormattableString.Invariant($"{receivers.Count} behaviours; heap grew by {growth / 1024} KiB")] };
    }

    private static async Task<int> JudgeAsync(InProcess rig, TestEngine engine, HostileBehaviour behaviour, SubscriptionId webhook, int times)
    {
        IReadOnlyList<DeliverySummary> rows = [];
        try
        {
            // A lane whose requests time out has one slot left: they come one after the other, each within its deadline + 1 s.
            rows = await engine.WaitForAsync(
                page => page.Count(row => row.Attempts > 0 && row.State != DeliveryState.Sending) >= (behaviour.Waits ? 1 : times), new DeliveryQuery { Subscription = webhook },
                Patience.Limit + (times * (Deadline + TimeSpan.FromSeconds(1))));
        }
        catch (TimeoutException exception)
        {
            rig.Complaints.Add($"lost: {behaviour.Name}: {exception.Message}");
        }

        var tried = 0;
        foreach (var row in rows)
        {
            foreach (var attempt in (await engine.Deliveries.FindAsync(row.Id))!.Attempts)
            {
                tried++;
                if (!behaviour.Expected.Contains(attempt.Failure))
                {
                    rig.Complaints.Add($"class: {behaviour.Name}: {attempt.Failure}, not {string.Join(" or ", behaviour.Expected)}");
                }

                if (attempt.Latency > Deadline + TimeSpan.FromSeconds(1) || attempt.Answer.Length > MostKept)
                {
                    rig.Complaints.Add(FormattableString.Invariant($"limit: {behaviour.Name}: took {attempt.Latency.TotalSeconds:F1} s, {attempt.Answer.Length} bytes kept"));
                }
            }
        }

        return tried;
    }

    /// <summary>The boundary is where a connection is made: what was registered under another policy is not dialled.</summary>
    private static async Task<CaseReport> NoLongerAllowedAsync()
    {
        await using var rig = await InProcess.StartAsync(null);
        await using var receiver = RawTcpReceiver.Start(RawScripts.Silence);
        SubscriptionId webhook;
        await using (var before = rig.Build(options => options.Pump.Enabled = false))
        {
            await before.StartAsync();
            webhook = await before.SubscribeAsync(receiver.Url.AbsoluteUri);
            await before.Dispatcher.PublishJsonAsync(Published.Type, "{}"u8.ToArray());
        }

        await using var after = rig.Build(options =>
        {
            Configure(options);
            options.Addresses = new AddressPolicy { AllowHttp = true };
        });
        await after.StartAsync();
        var rows = await after.WaitForAsync(page => page.Count == 1 && page[0].Attempts > 0, new DeliveryQuery { Subscription = webhook });
        var failure = (await after.Deliveries.FindAsync(rows[0].Id))!.Attempts[0].Failure;
        string[] complaints =
        [
            .. receiver.Connections.Count > 0 ? (string[])["guard: an address that is not allowed was dialled"] : [],
            .. failure != FailureClass.AddressBlocked ? (string[])[$"guard: {failure}, not AddressBlocked"] : [],
        ];
        return new CaseReport(1, 1, 0, 0, complaints);
    }

    private static void Configure(WmsWebhooksOptions options)
    {
        options.Contract = Contract;
        options.Subscriptions.Deadline = Deadline;
        options.Lanes.Circuit.MinimumAttempts = 1000;
    }

    private static string Channel(int at) => string.Create(CultureInfo.InvariantCulture, $"hostile:{at}");
}
