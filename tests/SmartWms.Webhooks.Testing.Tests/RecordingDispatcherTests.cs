using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Testing.Tests;

public sealed class RecordingDispatcherTests
{
    private readonly RecordingDispatcher _webhooks = new("cycle_count.finished");

    [Fact]
    public async Task What_was_published_is_kept_as_it_would_be_sent()
    {
        var published = await _webhooks.PublishAsync(WmsEvents.OrderShipped, new { OrderId = "ord_1", ผู้รับ = "สมชาย" }, new WebhookPublishOptions
        {
            EventId = "evt_1",
            TenantId = "acme",
            Channels = ["warehouse:BKK1"],
            Subject = "SO-1",
            OccurredAt = new DateTimeOffset(2026, 5, 29, 14, 32, 11, TimeSpan.Zero),
        });

        var recorded = _webhooks.AssertPublished(WmsEvents.OrderShipped);
        Assert.Equal(new Published("evt_1", 0, false), published);
        Assert.Equal(("evt_1", "acme", "SO-1"), (recorded.EventId, recorded.TenantId, recorded.Subject));
        Assert.Equal(["warehouse:BKK1"], recorded.Channels);
        Assert.Equal("ord_1", recorded.Data.GetProperty("orderId").GetString());
        Assert.Equal("""{"id":"evt_1","type":"order.shipped","timestamp":"2026-05-29T14:32:11Z","data":{"orderId":"ord_1","ผู้รับ":"สมชาย"}}"""u8.ToArray(), recorded.Body);
    }

    [Fact]
    public async Task What_the_engine_refuses_is_refused()
    {
        await Assert.ThrowsAsync<WebhookInputException>(() => _webhooks.PublishAsync("order.shiped", new { }));
        await Assert.ThrowsAsync<WebhookInputException>(() => _webhooks.PublishAsync(WmsEvents.OrderShipped, new { }, new WebhookPublishOptions { EventId = "a b" }));
        await Assert.ThrowsAsync<WebhookInputException>(() => _webhooks.PublishAsync(WmsEvents.OrderShipped, new { text = new string('x', 300_000) }));
        await Assert.ThrowsAsync<ArgumentException>(() => _webhooks.PublishAsync([]));
        var twice = NewWebhookEvent.Create(WmsEvents.OrderShipped, 1, new WebhookPublishOptions { EventId = "evt_1" });
        await Assert.ThrowsAsync<ArgumentException>(() => _webhooks.PublishAsync([twice, twice]));

        _webhooks.AssertNothingPublished();
    }

    [Fact]
    public async Task The_same_event_again_is_one_event_and_another_under_its_id_is_a_conflict()
    {
        var options = new WebhookPublishOptions { EventId = "evt_1" };
        await _webhooks.PublishAsync(WmsEvents.OrderShipped, new { n = 1 }, options);

        Assert.True((await _webhooks.PublishAsync(WmsEvents.OrderShipped, new { n = 1 }, options)).WasDuplicate);
        await Assert.ThrowsAsync<WebhookEventConflictException>(() => _webhooks.PublishAsync(WmsEvents.OrderShipped, new { n = 2 }, options));
        await _webhooks.PublishAsync(WmsEvents.OrderShipped, new { n = 2 }, new WebhookPublishOptions { EventId = "evt_1", TenantId = "acme" });

        Assert.Equal([1, 2], _webhooks.AssertPublished(WmsEvents.OrderShipped, 2).Select(one => one.Data.GetProperty("n").GetInt32()));
    }

    [Fact]
    public async Task A_wrong_expectation_lists_what_was_published()
    {
        Assert.Equal(
            "Expected one order.shipped to be published, and there were 0. Nothing was published.",
            Assert.Throws<WebhookAssertionException>(() => _webhooks.AssertPublished(WmsEvents.OrderShipped)).Message);
        await _webhooks.PublishAsync("cycle_count.finished", new { n = 1 }, new WebhookPublishOptions { EventId = "evt_7" });

        var wrong = Assert.Throws<WebhookAssertionException>(() => _webhooks.AssertPublished("cycle_count.finished", one => one.Data.GetProperty("n").GetInt32() == 2));
        var some = Assert.Throws<WebhookAssertionException>(_webhooks.AssertNothingPublished);

        Assert.StartsWith("Expected one cycle_count.finished that matches to be published, and there were 0. Published:", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("""cycle_count.finished evt_7 {"id":"evt_7",""", wrong.Message, StringComparison.Ordinal);
        Assert.StartsWith("Expected no event to be published, and there was 1.", some.Message, StringComparison.Ordinal);
        Assert.Throws<WebhookAssertionException>(() => _webhooks.AssertPublished("cycle_count.finished", 2));
    }

    [Fact]
    public async Task A_publish_can_be_made_to_fail_once_and_leaves_nothing()
    {
        _webhooks.FailNext(new IOException("the disk is full"));

        await Assert.ThrowsAsync<IOException>(() => _webhooks.PublishAsync(WmsEvents.OrderShipped, new { }));
        _webhooks.AssertNothingPublished();
        await _webhooks.PublishAsync(WmsEvents.OrderShipped, new { });

        _webhooks.AssertPublished(WmsEvents.OrderShipped);
        _webhooks.Clear();
        _webhooks.AssertNothingPublished();
    }

    [Fact]
    public async Task A_prepared_event_keeps_its_id_and_its_data()
    {
        var changing = new Dictionary<string, int> { ["n"] = 1 };
        var prepared = _webhooks.Prepare(NewWebhookEvent.Create(WmsEvents.OrderShipped, changing));
        changing["n"] = 2;
        await _webhooks.PublishAsync(prepared);
        Assert.True((await _webhooks.PublishAsync(prepared)).WasDuplicate);
        _webhooks.NotifyCommitted();

        Assert.Equal(1, _webhooks.AssertPublished(WmsEvents.OrderShipped).Data.GetProperty("n").GetInt32());
        Assert.Equal(1, _webhooks.CommitsNotified);
        Assert.Empty((await _webhooks.PreviewAsync(prepared)).Webhooks);
    }

    [Fact]
    public async Task In_a_host_it_has_the_hosts_types_contract_and_limits_and_no_engine_runs()
    {
        var application = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        application.Services.AddWmsWebhooks(options =>
        {
            options.Contract = WebhookContract.Wms;
            options.Publishing.MaxBatch = 2;
        }).UseSqlite("Data Source=/no/such/folder/wms.db").AddEventType("dock.opened");
        application.Services.RecordWmsWebhooks();
        using var host = application.Build();
        await host.StartAsync();
        var dispatcher = host.Services.GetRequiredService<IWebhookDispatcher>();

        await dispatcher.PublishAsync("dock.opened", new { DockNumber = 4 });

        Assert.Equal(4, host.Services.GetRequiredService<RecordingDispatcher>().AssertPublished("dock.opened").Data.GetProperty("dock_number").GetInt32());
        var one = NewWebhookEvent.Create("dock.opened", 1);
        Assert.Contains("1 to 2 events", (await Assert.ThrowsAsync<ArgumentException>(() => dispatcher.PublishAsync([one, one, one]))).Message, StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Fact]
    public void A_host_without_webhooks_is_told_what_is_missing()
    {
        Assert.Contains("AddWmsWebhooks", Assert.Throws<InvalidOperationException>(() => new ServiceCollection().RecordWmsWebhooks()).Message, StringComparison.Ordinal);
        Assert.Contains("AddWmsWebhooks", Assert.Throws<InvalidOperationException>(() => new ServiceCollection().DriveWmsWebhooks(new TestClock())).Message, StringComparison.Ordinal);
    }
}
