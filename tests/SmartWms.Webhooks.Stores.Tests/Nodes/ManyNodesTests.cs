using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Stores.Tests.PostgreSql;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Stores.Tests.Nodes;

/// <summary>Nodes with the whole engine on one PostgreSQL database.</summary>
public sealed class ManyNodesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact] // R2, R3
    public async Task A_dead_nodes_leases_are_taken_over_and_what_it_says_when_it_wakes_is_refused()
    {
        await using var postgres = await PostgresHarness.CreateEmptyAsync();
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var publishing = await StartAsync(postgres, "a", options => options.Pump.Enabled = false);
        var webhook = await publishing.SubscribeAsync(receiver.UrlOf("/hook"));
        await PublishAsync(publishing);
        var claimedAt = TimeProvider.System.GetUtcNow();
        var lease = TimeSpan.FromSeconds(2);
        var claim = Assert.Single((await postgres.Node.Deliveries.ClaimAsync(new Claim([new LaneClaim(webhook, 1)], 0, 77, claimedAt, lease), Cancellation)).Deliveries);

        await using var other = await StartAsync(postgres, "b");
        var request = (await receiver.WaitForAsync(1))[0];

        Assert.InRange(request.ArrivedAt - claimedAt, lease - TimeSpan.FromMilliseconds(100), lease + TimeSpan.FromSeconds(3));
        await other.WaitForAsync(page => page is [{ State: DeliveryState.Delivered, Attempts: 1 }]);
        Assert.False(Assert.Single(await postgres.Node.Deliveries.RecordAsync([Given.Failed(claim)], claimedAt + lease, Cancellation)).Accepted);
        await other.WaitForAsync(page => page is [{ State: DeliveryState.Delivered, Attempts: 1 }]);
    }

    [Fact] // R15
    public async Task A_webhook_made_changed_rotated_or_paused_on_one_node_is_so_on_the_other()
    {
        await using var postgres = await PostgresHarness.CreateEmptyAsync();
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var a = await StartAsync(postgres, "a", options => options.Pump.Enabled = false);
        await using var b = await StartAsync(postgres, "b");
        await PublishAsync(b);

        var made = await a.Webhooks.CreateAsync(new NewWebhookSubscription { Name = "ERP", Url = receiver.UrlOf("/one"), EventTypes = ["*"] }, Cancellation);
        await PublishAsync(b);
        Assert.Equal((1, "/one", WebhookVerification.Valid), Seen(receiver, await receiver.WaitForAsync(1), made.Secret));

        var changed = await a.Webhooks.UpdateAsync(made.Id, new WebhookSubscriptionUpdate { Url = receiver.UrlOf("/two") }, made.Webhook.Version, cancellationToken: Cancellation);
        await PublishAsync(b);
        Assert.Equal((2, "/two", WebhookVerification.Valid), Seen(receiver, await receiver.WaitForAsync(2), made.Secret));

        var rotated = await a.Webhooks.RotateSecretAsync(changed.Id, overlap: TimeSpan.Zero, cancellationToken: Cancellation);
        await PublishAsync(b);
        Assert.Equal((3, "/two", WebhookVerification.Valid), Seen(receiver, await receiver.WaitForAsync(3), rotated.Secret));

        await a.Webhooks.PauseAsync(made.Id, cancellationToken: Cancellation);
        await PublishAsync(b);
        await b.WaitForAsync(page => page is [{ State: DeliveryState.Pending }, ..]);
        Assert.Equal(3, receiver.Count);

        await a.Webhooks.ResumeAsync(made.Id, cancellationToken: Cancellation);
        await receiver.WaitForAsync(4);
    }

    [Fact] // R12
    public async Task Two_delivering_nodes_divide_a_rate_and_a_drained_one_hands_everything_to_the_other()
    {
        await using var postgres = await PostgresHarness.CreateEmptyAsync();
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var a = await StartAsync(postgres, "a");
        await using var b = await StartAsync(postgres, "b");
        await a.Services.GetRequiredService<Heartbeat>().SayAsync(Cancellation);
        Assert.Contains("2 nodes", Assert.Single(b.Logs.WithId(1205)).Message, StringComparison.Ordinal);
        Assert.Contains("2 nodes", (await a.Logs.WaitForAsync(line => line.EventId.Id == 1205)).Message, StringComparison.Ordinal);
        Assert.True(b.Services.GetRequiredService<EngineClock>().Offset.Duration() < TimeSpan.FromSeconds(2));

        await a.SubscribeAsync(receiver.UrlOf("/hook"));
        await a.Services.GetRequiredService<IWebhookNodes>().DrainAsync(Cancellation);
        for (var count = 1; count <= 5; count++)
        {
            await PublishAsync(a);
        }

        var rows = await a.WaitForAsync(page => page.Count == 5 && page.All(row => row.State == DeliveryState.Delivered));
        foreach (var row in rows)
        {
            Assert.Equal("b", Assert.Single((await a.Deliveries.FindAsync(row.Id, cancellationToken: Cancellation))!.Attempts).Node);
        }
    }

    private static Task<TestEngine> StartAsync(PostgresHarness postgres, string name, Action<WmsWebhooksOptions>? configure = null, TimeProvider? clock = null) => TestEngine.StartAsync(
        options =>
        {
            options.Pump.NodeName = name;
            configure?.Invoke(options);
        },
        builder => builder.UsePostgreSql(postgres.ConnectionString),
        clock);

    private static Task<Published> PublishAsync(TestEngine engine) => engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" }, null, Cancellation);

    private static (int Number, string Path, WebhookVerification Signature) Seen(ScriptedReceiver receiver, IReadOnlyList<ReceivedRequest> requests, WebhookSecret secret)
    {
        var last = requests[^1];
        var verified = WebhookVerifier.For(SignatureScheme.SmartWms, [secret]).Verify(last.Body.ToArray(), last.HeaderValues, TimeProvider.System.GetUtcNow());
        return (receiver.Count, last.Path, verified);
    }
}
