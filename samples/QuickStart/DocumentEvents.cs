using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;

namespace QuickStart;

/// <summary>The events of the two documents.</summary>
internal static class DocumentEvents
{
    public const string EnglishChannel = "warehouse:LAX1";
    public const string ThaiChannel = "warehouse:BKK1";

    /// <summary>All of the English document's.</summary>
    public static IReadOnlyList<string> English { get; } =
    [
        WmsEvents.OrderCreated, WmsEvents.OrderUpdated, WmsEvents.OrderShipped, WmsEvents.OrderCancelled, WmsEvents.InventoryAdjusted,
        WmsEvents.InventoryLow, WmsEvents.ProductCreated, WmsEvents.ProductUpdated, WmsEvents.ReceivingCompleted, WmsEvents.ShipmentCreated,
    ];

    /// <summary>All of the Thai document's. Its last two are sensitive: '*' would not ask for them.</summary>
    public static IReadOnlyList<string> Thai { get; } =
    [
        WmsEvents.StockChanged, WmsEvents.InventoryLowStock, WmsEvents.InventoryExpiringSoon, WmsEvents.AsnCreated, WmsEvents.GrnCreated,
        WmsEvents.GrnConfirmed, WmsEvents.PutawayCompleted, WmsEvents.OrderCreated, WmsEvents.OrderAllocated, WmsEvents.OrderShipped,
        WmsEvents.WaveReleased, WmsEvents.PickCompleted, WmsEvents.ShipmentShipped, WmsEvents.ShipmentDelivered, WmsEvents.RmaRequested,
        WmsEvents.RmaApproved, WmsEvents.RmaReceived, WmsEvents.UserCreated, WmsEvents.AuditAlert,
    ];

    /// <summary>The English document's example. An object's names follow the contract of whoever receives it.</summary>
    public static NewWebhookEvent EnglishExample(string tenant) => NewWebhookEvent.Create(
        WmsEvents.OrderShipped,
        new { OrderId = "ord_789", OrderNumber = "SO-2024-001", Status = "shipped", TrackingNumber = "1Z999AA10123456784", Carrier = "UPS" },
        Options(tenant, EnglishChannel, "evt_123456", "SO-2024-001", new DateTimeOffset(2024, 1, 15, 10, 30, 0, TimeSpan.Zero)));

    /// <summary>The Thai document's example, with an item where it prints three dots.</summary>
    public static NewWebhookEvent ThaiExample(string tenant) => NewWebhookEvent.Create(
        WmsEvents.OrderShipped,
        new { OrderId = "ORD-2026-1234", Customer = "CUST-001", Tracking = "FLASH123456", Items = new[] { new { Sku = "RICE-5KG", Name = "ข้าวหอมมะลิ 5 กก.", Quantity = 20 } } },
        Options(tenant, ThaiChannel, "evt_2026_001234", "ORD-2026-1234", new DateTimeOffset(2026, 5, 29, 14, 32, 11, TimeSpan.Zero)));

    /// <summary>Every other event of both documents, with the catalogue's examples as data.</summary>
    public static IReadOnlyList<NewWebhookEvent> Others(Engine engine) =>
    [
        .. Examples(engine, English, "smartwms", EnglishChannel),
        .. Examples(engine, Thai, "wms", ThaiChannel),
    ];

    private static IEnumerable<NewWebhookEvent> Examples(Engine engine, IEnumerable<string> types, string contract, string channel) =>
        from type in types
        where type != WmsEvents.OrderShipped
        let example = engine.Catalogue.Find(type)!.Shapes[contract].Example
        select NewWebhookEvent.FromJson(type, System.Text.Encoding.UTF8.GetBytes(example), Options(engine.Tenant, channel));

    private static WebhookPublishOptions Options(string tenant, string channel, string? id = null, string? subject = null, DateTimeOffset? occurredAt = null) =>
        new() { TenantId = tenant, Channels = [channel], EventId = id, Subject = subject, OccurredAt = occurredAt };
}
