using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests.Tenants;

/// <summary>Nobody learns from how long an empty answer takes that another tenant has this webhook, nor takes the places of reading with it.</summary>
public sealed class ForeignWebhookTests : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _opened = [];

    private TestEngine _engine = null!;
    private CountingLog _log = null!;
    private CountingTrail _trail = null!;
    private SubscriptionId _north;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IWebhookAudit Audit => _engine.Services.GetRequiredService<IWebhookAudit>();

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task What_another_tenants_webhook_got_is_not_looked_for(string kind)
    {
        await StartAsync(kind);

        Assert.Empty(await DeliveriesAsync(TenantScope.Only("south"), _north));
        Assert.Empty(await DeliveriesAsync(TenantScope.Only(null), _north));
        Assert.Empty(await DeliveriesAsync(TenantScope.Only("north"), new SubscriptionId(4_711)));
        Assert.Equal(0, _log.Lists);

        Assert.Empty(await EntriesAsync(TenantScope.Only("south"), _north));
        Assert.Empty(await EntriesAsync(TenantScope.Only("north"), new SubscriptionId(4_711)));
        Assert.Equal(0, _trail.Lists);
    }

    [Theory]
    [MemberData(nameof(OpenedStores.Kinds), MemberType = typeof(OpenedStores))]
    public async Task Ones_own_is_listed_also_after_it_was_deleted(string kind)
    {
        await StartAsync(kind);
        Assert.Single(await DeliveriesAsync(TenantScope.Only("north"), _north));
        Assert.Single(await DeliveriesAsync(TenantScope.All, _north));
        Assert.Equal(AuditAction.Created, Assert.Single(await EntriesAsync(TenantScope.Only("north"), _north)).Action);

        await _engine.Webhooks.DeleteAsync(_north, TenantScope.Only("north"), cancellationToken: Cancellation);

        Assert.Single(await DeliveriesAsync(TenantScope.Only("north"), _north));
        Assert.Equal(2, (await EntriesAsync(TenantScope.Only("north"), _north)).Count);
        Assert.Equal((3, 2), (_log.Lists, _trail.Lists));
        Assert.Empty(await DeliveriesAsync(TenantScope.Only("south"), _north));
        Assert.Empty(await EntriesAsync(TenantScope.Only("south"), _north));
        Assert.Equal((3, 2), (_log.Lists, _trail.Lists));
    }

    [Fact]
    public async Task Asking_for_another_tenants_webhook_takes_no_place_of_reading()
    {
        await StartAsync("memory");
        using var enough = new CancellationTokenSource();
        var limit = _engine.Services.GetRequiredService<ReadLimit>();
        var held = Enumerable.Range(0, ReadLimit.Places).Select(_ => limit.RunAsync(stop => Task.Delay(Timeout.InfiniteTimeSpan, stop).ContinueWith(_ => 0, stop), enough.Token)).ToArray();

        Assert.Empty(await DeliveriesAsync(TenantScope.Only("south"), _north));
        Assert.Empty(await EntriesAsync(TenantScope.Only("south"), _north));
        Assert.All(held, read => Assert.False(read.IsCompleted));

        await enough.CancelAsync();
        await Task.WhenAll(held.Select(read => Assert.ThrowsAnyAsync<OperationCanceledException>(() => read)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_opened))
        {
            await one.DisposeAsync();
        }
    }

    /// <summary>A webhook of the north with one delivery, on a node that only publishes.</summary>
    private async Task StartAsync(string kind)
    {
        var opened = await OpenedStores.OpenAsync(kind);
        _opened.Add(opened);
        (_log, _trail) = (new CountingLog(opened.Stores.Log), new CountingTrail(opened.Stores.Audit!));
        _engine = await TestEngine.StartAsync(options => options.Pump.Enabled = false, builder => builder.UseStores(_ => opened.Stores with { Log = _log, Audit = _trail }));
        _opened.Add(_engine);
        _north = await _engine.SubscribeAsync("http://127.0.0.1:9999/", form => form.TenantId = "north");
        await _engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" }, new WebhookPublishOptions { TenantId = "north" }, Cancellation);
    }

    private Task<IReadOnlyList<DeliverySummary>> DeliveriesAsync(TenantScope tenant, SubscriptionId webhook) =>
        _engine.Deliveries.ListAsync(new DeliveryQuery { Tenant = tenant, Subscription = webhook }, Cancellation);

    private Task<IReadOnlyList<AuditEntry>> EntriesAsync(TenantScope tenant, SubscriptionId webhook) =>
        Audit.ListAsync(new AuditQuery { Tenant = tenant, Webhook = webhook }, Cancellation);
}
