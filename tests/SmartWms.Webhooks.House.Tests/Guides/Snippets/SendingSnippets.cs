// What the guides print, compiled: GuideTests holds that both are the same.
#pragma warning disable CA1812, CA1305, CA1303, IDE0059
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.House.Tests.Guides.Snippets;

internal static partial class SendingSnippets
{
    public static void Register(WebApplicationBuilder builder)
    {
        // snippet: send-register
        builder.Services.AddWmsWebhooks()
            .UseSqlite("Data Source=wms.db")
            .AddEventType("cycle_count.finished", "A cycle count was closed.")
            .AddEventType(new WebhookEventType { Name = "employee.clocked_in", IsSensitive = true });     // only a webhook that names it in full gets it
        // end
    }

    public static async Task SubscribeAsync(IWebhookSubscriptions webhooks)
    {
        // snippet: send-subscribe
        var created = await webhooks.CreateAsync(new NewWebhookSubscription
        {
            Name = "ERP_Order_Sync",
            Url = "https://erp.example.com/webhooks/wms",
            EventTypes = ["order.*", "inventory.low"],
            Contract = "smartwms",              // or wms, standardwebhooks, or one of yours
            TenantId = "acme",
            Channels = ["warehouse:BKK1"],
        });
        Console.WriteLine($"The ERP verifies with {created.Secret.Reveal()}");      // shown this once
        // end
    }

    public static async Task PublishAsync(IWebhookDispatcher dispatcher, ShippedOrder order)
    {
        // snippet: send-publish
        var published = await dispatcher.PublishAsync(WmsEvents.OrderShipped, order, new WebhookPublishOptions
        {
            EventId = $"evt_{order.OrderId}_shipped",
            TenantId = "acme",
            Channels = ["warehouse:BKK1", "owner:CUST-001"],
            Subject = order.OrderNumber,
        });
        Console.WriteLine($"{published.EventId}: {published.Deliveries} webhooks, published before: {published.WasDuplicate}");
        // end
    }

    public static async Task PublishMoreAsync(IWebhookDispatcher dispatcher, ShippedOrder order, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        // snippet: send-json
        await dispatcher.PublishJsonAsync(WmsEvents.GrnConfirmed, json, cancellationToken: cancellationToken);    // JSON that you have already
        await dispatcher.PublishAsync(WmsEvents.OrderShipped, order, ShippingJson.Default.ShippedOrder, cancellationToken: cancellationToken);    // without reflection
        // end

        // snippet: send-batch
        var all = await dispatcher.PublishAsync(
        [
            NewWebhookEvent.Create(WmsEvents.PickCompleted, new { pickId = "PICK-7" }),
            NewWebhookEvent.Create(WmsEvents.OrderShipped, order, new WebhookPublishOptions { EventId = $"evt_{order.OrderId}_shipped" }),
        ], cancellationToken);
        // end
    }

    public static async Task PreviewAsync(IWebhookDispatcher dispatcher, ShippedOrder order)
    {
        // snippet: send-preview
        var preview = await dispatcher.PreviewAsync(NewWebhookEvent.Create(WmsEvents.OrderShipped, order));
        foreach (var webhook in preview.Webhooks)
        {
            Console.WriteLine($"{webhook.Name}: {(webhook.Matches ? "gets it" : "does not")}, {webhook.Why}");
        }
        // end
    }

    internal sealed record ShippedOrder(string OrderId, string OrderNumber);

    [JsonSerializable(typeof(ShippedOrder))]
    internal sealed partial class ShippingJson : JsonSerializerContext;
}
