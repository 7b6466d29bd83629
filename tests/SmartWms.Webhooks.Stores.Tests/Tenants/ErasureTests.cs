using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Stores.Tests.PostgreSql;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests.Tenants;

/// <summary>What an operator does with all webhooks, and with all of a tenant, on each store.</summary>
public sealed class ErasureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_tenant_is_erased_from_memory() => EraseAsync(builder => builder.UseInMemory());

    [Fact]
    public async Task A_tenant_is_erased_from_SQLite()
    {
        using var folder = new TempFolder();
        await EraseAsync(builder => builder.UseSqlite($"Data Source={folder["wms.db"]}"));
    }

    [Fact]
    public async Task A_tenant_is_erased_from_PostgreSQL()
    {
        await using var postgres = await PostgresHarness.CreateEmptyAsync();
        await EraseAsync(builder => builder.UsePostgreSql(postgres.ConnectionString));
        Assert.Equal(2, await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_event"));
        Assert.Equal(2, await postgres.ScalarAsync<long>("select (select count(*) from wms_webhooks.wms_webhook_event where bytes is not null) + (select count(*) from wms_webhooks.wms_webhook_body)"));
        Assert.Equal(2, await postgres.ScalarAsync<long>("""
            select (select count(*) from wms_webhooks.wms_webhook_attempt) + (select count(*) from wms_webhooks.wms_webhook_delivery_log where started_at is not null)
            """));
        Assert.Equal(2, await postgres.ScalarAsync<long>("select (select count(*) from wms_webhooks.wms_webhook_delivery) + (select count(*) from wms_webhooks.wms_webhook_delivery_log)"));
        Assert.Equal(0, await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_subscription where tenant = 'acme' and (name <> 'Erased' or url like 'http://127%')"));
    }

    [Fact]
    public async Task All_are_paused_and_only_those_are_resumed_again()
    {
        await using var engine = await TestEngine.StartAsync();
        var acme = await engine.SubscribeAsync("http://127.0.0.1:9999/", form => form.TenantId = "acme");
        var byHand = await engine.SubscribeAsync("http://127.0.0.1:9999/", form => form.TenantId = "acme");
        var none = await engine.SubscribeAsync("http://127.0.0.1:9999/");
        await engine.Webhooks.PauseAsync(byHand, "by hand", cancellationToken: Cancellation);

        Assert.Equal(1, await engine.Webhooks.PauseAllAsync(TenantScope.Only("acme"), Cancellation));
        Assert.Equal(1, await engine.Webhooks.PauseAllAsync(cancellationToken: Cancellation));
        Assert.Equal(0, await engine.Webhooks.PauseAllAsync(cancellationToken: Cancellation));
        Assert.Contains("operator", (await engine.Webhooks.FindAsync(acme, cancellationToken: Cancellation))!.StateReason, StringComparison.Ordinal);

        Assert.Equal(1, await engine.Webhooks.ResumeAllAsync(TenantScope.Only(null), Cancellation));
        Assert.Equal(SubscriptionState.Active, (await engine.Webhooks.FindAsync(none, cancellationToken: Cancellation))!.State);
        Assert.Equal(1, await engine.Webhooks.ResumeAllAsync(cancellationToken: Cancellation));
        Assert.Equal("by hand", (await engine.Webhooks.FindAsync(byHand, cancellationToken: Cancellation))!.StateReason);
    }

    private static async Task EraseAsync(Func<WmsWebhooksBuilder, WmsWebhooksBuilder> store)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var engine = await TestEngine.StartAsync(build: store);
        foreach (var tenant in new[] { "acme", "acme ltd" })
        {
            var webhook = await engine.SubscribeAsync(receiver.UrlOf("/hook"), form => form.TenantId = tenant);
            await PublishAsync(engine, tenant);
            await engine.WaitForAsync(page => page is [{ State: DeliveryState.Delivered }], new DeliveryQuery { Subscription = webhook });
        }

        var acme = (await engine.Webhooks.ListAsync(new SubscriptionQuery { Tenant = TenantScope.Only("acme") }, Cancellation))[0].Id;
        receiver.Always("/hook", Answer.With(500));
        await PublishAsync(engine, "acme");
        await engine.WaitForAsync(page => page.Count == 2 && page.Any(row => row is { State: DeliveryState.Pending, Attempts: 1 }), new DeliveryQuery { Subscription = acme });
        await engine.Webhooks.PauseAsync(acme, cancellationToken: Cancellation);
        await PublishAsync(engine, "acme");
        var tenants = engine.Services.GetRequiredService<IWebhookTenants>();
        await Assert.ThrowsAsync<ArgumentException>(() => tenants.EraseAsync(null, cancellationToken: Cancellation));

        var gone = await tenants.EraseAsync("acme", cancellationToken: Cancellation);

        Assert.True(gone >= 1 + 3 + 3, $"{gone} rows");
        Assert.Equal("acme ltd", Assert.Single(await engine.Deliveries.ListAsync(new DeliveryQuery(), Cancellation)).TenantId);
        Assert.Equal("acme ltd", Assert.Single(await engine.Webhooks.ListAsync(new SubscriptionQuery(), Cancellation)).TenantId);
        Assert.Equal(0, await tenants.EraseAsync("acme", cancellationToken: Cancellation));
        Assert.Equal(0, await tenants.EraseAsync(null, evenWithoutTenant: true, cancellationToken: Cancellation));
        receiver.Always("/hook", Answer.Ok);
        await PublishAsync(engine, "acme ltd");
        await engine.WaitForAsync(page => page.Count == 2 && page.All(row => row.State == DeliveryState.Delivered));
        Assert.Empty(engine.Logs.WithId(1804));
    }

    private static Task<Published> PublishAsync(TestEngine engine, string tenant) =>
        engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" }, new WebhookPublishOptions { TenantId = tenant }, Cancellation);
}
