// What the guides print, compiled: GuideTests holds that both are the same.
#pragma warning disable CA1822, CA1859, xUnit1051
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testing;

namespace SmartWms.Webhooks.House.Tests.Guides.Snippets;

public sealed class TestingSnippets
{
    // snippet: test-disabled
    [Fact]
    public async Task After_five_failures_the_webhook_is_disabled()
    {
        await using var wms = await WebhookTestHost.StartAsync();               // the whole engine, in memory, on a clock that stands still
        var erp = await wms.StartReceiverAsync();                               // a real HTTP server on loopback
        var webhook = await wms.SubscribeAsync(erp);                            // it knows the secret and verifies
        erp.Always(ReceiverAnswer.Status(500));

        await wms.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_789" });
        var took = await wms.RunToEndAsync();                                   // 2 h 36 min of retries, in a moment

        erp.AssertReceived(5);
        Assert.True(took >= TimeSpan.FromMinutes(156));
        Assert.Equal(SubscriptionState.Disabled, (await wms.Webhooks.FindAsync(webhook))!.State);
    }
    // end

    // snippet: test-script
    [Fact]
    public async Task The_third_attempt_succeeds()
    {
        await using var wms = await WebhookTestHost.StartAsync();
        var erp = await wms.StartReceiverAsync();
        await wms.SubscribeAsync(erp, webhook => webhook.Contract = "wms");
        erp.Next(ReceiverAnswer.Status(500), ReceiverAnswer.Busy(TimeSpan.FromMinutes(10)), ReceiverAnswer.Ok);

        await wms.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_789" });
        await wms.RunToEndAsync();

        var requests = erp.AssertReceived(3);
        Assert.Equal("ord_789", requests[2].Event.Data.GetProperty("order_id").GetString());
        Assert.Equal(WebhookVerification.Valid, requests[2].Verification);
    }
    // end

    // snippet: test-recording
    [Fact]
    public async Task Shipping_an_order_publishes_one_event()
    {
        var webhooks = new RecordingDispatcher();
        var orders = new OrderService(webhooks);

        await orders.ShipAsync("ord_789");

        var shipped = webhooks.AssertPublished(WmsEvents.OrderShipped);         // exactly one; a failure lists what there was
        Assert.Equal("ord_789", shipped.Data.GetProperty("orderId").GetString());
    }
    // end

    internal static void Host(IServiceCollection services)
    {
        // snippet: test-host-record
        services.RecordWmsWebhooks();                       // the engine does not start; ask the host for RecordingDispatcher
        // end

        // snippet: test-host-drive
        services.DriveWmsWebhooks(new TestClock());         // everything that asks for a TimeProvider is on this clock; ask for PumpDriver
        // end
    }

    private sealed class OrderService(IWebhookDispatcher webhooks)
    {
        public Task ShipAsync(string orderId) => webhooks.PublishAsync(WmsEvents.OrderShipped, new { orderId });
    }
}
