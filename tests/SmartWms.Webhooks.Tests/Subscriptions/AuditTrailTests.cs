using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Subscriptions;

/// <summary>Who did what, over the whole engine.</summary>
public sealed class AuditTrailTests
{
    [Fact]
    public async Task What_stayed_as_it_was_is_not_in_the_trail()
    {
        await using var engine = await TestEngine.StartAsync();
        var id = await engine.SubscribeAsync("http://127.0.0.1:5999/hook", form => form.Headers["X-Key"] = "k");
        var kept = new Dictionary<string, string?> { ["X-Key"] = null };
        var webhook = (await engine.Webhooks.FindAsync(id))!;
        webhook = await engine.Webhooks.UpdateAsync(id, new WebhookSubscriptionUpdate { Name = "Renamed", Headers = kept }, webhook.Version);
        await engine.Webhooks.UpdateAsync(id, new WebhookSubscriptionUpdate { Headers = new Dictionary<string, string?> { ["X-Key"] = "other" } }, webhook.Version);
        await engine.Webhooks.ActivateSecretAsync(id);

        var entries = await TrailAsync(engine);

        Assert.Equal([(AuditAction.Updated, "headers"), (AuditAction.Updated, "name"), (AuditAction.Created, "")], entries.Select(entry => (entry.Action, entry.Detail)));
    }

    [Fact]
    public async Task Every_change_is_written_down_with_who_made_it()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var engine = await TestEngine.StartAsync();
        using var actor = WebhookActor.Begin("somchai");
        var id = await engine.SubscribeAsync(receiver.UrlOf("/hook"), form => form.TenantId = "north");
        var webhook = (await engine.Webhooks.FindAsync(id))!;
        await engine.Webhooks.UpdateAsync(id, new WebhookSubscriptionUpdate { Name = "ERP", EventTypes = ["order.*"], Headers = new Dictionary<string, string?> { ["X-Key"] = "k" } }, webhook.Version);
        await engine.Webhooks.PauseAsync(id);
        await engine.Webhooks.PauseAsync(id);
        await engine.Webhooks.ResumeAsync(id);
        await engine.Webhooks.RotateSecretAsync(id);
        await engine.Webhooks.ActivateSecretAsync(id);
        await engine.Deliveries.SendTestAsync(id, WmsEvents.OrderShipped);
        await engine.Webhooks.DeleteAsync(id);

        var entries = (await TrailAsync(engine)).Reverse().ToList();

        Assert.Equal(
            [AuditAction.Created, AuditAction.Updated, AuditAction.Paused, AuditAction.Resumed, AuditAction.SecretRotated, AuditAction.SecretActivated, AuditAction.TestSent, AuditAction.Deleted],
            entries.Select(entry => entry.Action));
        Assert.All(entries, entry => Assert.Equal(("somchai", id, "north"), (entry.Actor, entry.Webhook!.Value, entry.TenantId)));
        Assert.Equal("name, eventTypes, headers", entries[1].Detail);
        Assert.Equal(WmsEvents.OrderShipped, entries[6].Detail);
    }

    [Fact]
    public async Task What_is_done_to_a_delivery_names_it_and_its_webhook()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var engine = await TestEngine.StartAsync();
        var id = await engine.SubscribeAsync(receiver.UrlOf("/hook"));
        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" });
        var delivery = (await engine.WaitForAsync(rows => rows.Single().State == DeliveryState.Delivered)).Single().Id;
        await engine.Deliveries.ResendAsync(delivery);
        await engine.WaitForAsync(rows => rows.Single().Attempts == 2);
        await Assert.ThrowsAsync<WebhookStateException>(() => engine.Deliveries.CancelAsync(delivery));
        await engine.Deliveries.RecoverAsync(id, Noon);

        var entries = await TrailAsync(engine);

        Assert.Equal([AuditAction.DeliveriesRecovered, AuditAction.DeliveryResent, AuditAction.Created], entries.Select(entry => entry.Action));
        Assert.Equal((id, delivery.ToString(), null), (entries[1].Webhook!.Value, entries[1].Detail, entries[1].Actor));
        Assert.Equal("0 since 2030-01-01 12:00:00Z", entries[0].Detail);
    }

    [Fact]
    public async Task What_was_recovered_before_somebody_gave_up_is_written_down()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var engine = await TestEngine.StartAsync();
        var id = await engine.SubscribeAsync(receiver.UrlOf("/hook"));
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.Deliveries.RecoverAsync(id, Noon, cancellationToken: gone.Token));

        Assert.Equal(AuditAction.DeliveriesRecovered, (await TrailAsync(engine))[0].Action);
    }

    [Fact]
    public async Task What_was_done_stays_done_and_is_logged_when_the_trail_cannot_be_written()
    {
        var stores = MemoryStores.Open();
        await using var engine = await TestEngine.StartAsync(build: builder => builder.UseStores(_ => stores with { Audit = new NoAudit() }));

        var id = await engine.SubscribeAsync("http://127.0.0.1:65000/hook");

        Assert.NotNull(await engine.Webhooks.FindAsync(id));
        Assert.Contains($"Created {id}", Assert.Single(engine.Logs.Entries, entry => entry.EventId.Id == 1807).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_at_work_is_said_for_a_while_and_a_long_name_is_cut()
    {
        using (WebhookActor.Begin("outer"))
        {
            using (WebhookActor.Begin(new string('x', 300)))
            {
                Assert.Equal(200, WebhookActor.Current!.Length);
            }

            Assert.Equal("outer", WebhookActor.Current);
        }

        Assert.Null(WebhookActor.Current);
    }

    [Theory]
    [InlineData(199, 199)]
    [InlineData(198, 200)]
    [InlineData(200, 200)]
    public void A_long_name_is_not_cut_within_a_character(int before, int kept)
    {
        using var actor = WebhookActor.Begin(new string('x', before) + "😀" + new string('y', 10));

        Assert.Equal(kept, WebhookActor.Current!.Length);
        Assert.False(char.IsHighSurrogate(WebhookActor.Current[^1]));
    }

    private static DateTimeOffset Noon => Given.Noon;

    private static Task<IReadOnlyList<AuditEntry>> TrailAsync(TestEngine engine) => engine.Services.GetRequiredService<IWebhookAudit>().ListAsync(new AuditQuery());

    private sealed class NoAudit : IAuditStore
    {
        public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => throw new IOException("The store is away.");

        public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<AuditEntry>>([]);

        public Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => Task.FromResult(0);
    }
}
