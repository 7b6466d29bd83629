namespace SmartWms.Webhooks.Protocol;

/// <summary>The event types of a warehouse, as the two contracts print them. A host adds its own; nothing here is translated into another.</summary>
public static class WmsEvents
{
    /// <summary>A new order was entered, or came in from another system.</summary>
    public const string OrderCreated = "order.created";

    /// <summary>An order was changed.</summary>
    public const string OrderUpdated = "order.updated";

    /// <summary>Stock was set aside for an order.</summary>
    public const string OrderAllocated = "order.allocated";

    /// <summary>An order left the warehouse. The two contracts have two shapes of data for it.</summary>
    public const string OrderShipped = "order.shipped";

    /// <summary>An order was cancelled.</summary>
    public const string OrderCancelled = "order.cancelled";

    /// <summary>A wave of orders was released for picking.</summary>
    public const string WaveReleased = "wave.released";

    /// <summary>A pick was completed.</summary>
    public const string PickCompleted = "pick.completed";

    /// <summary>A shipment was made up.</summary>
    public const string ShipmentCreated = "shipment.created";

    /// <summary>A shipment was handed to its carrier.</summary>
    public const string ShipmentShipped = "shipment.shipped";

    /// <summary>A shipment reached its recipient.</summary>
    public const string ShipmentDelivered = "shipment.delivered";

    /// <summary>A stock quantity was adjusted by hand or by a count.</summary>
    public const string InventoryAdjusted = "inventory.adjusted";

    /// <summary>Stock fell below its minimum level, in the SmartWms contract.</summary>
    public const string InventoryLow = "inventory.low";

    /// <summary>Stock fell below its minimum level, in the Wms contract.</summary>
    public const string InventoryLowStock = "inventory.low_stock";

    /// <summary>Stock comes close to its expiry date.</summary>
    public const string InventoryExpiringSoon = "inventory.expiring_soon";

    /// <summary>A stock quantity changed, for whatever reason.</summary>
    public const string StockChanged = "stock.changed";

    /// <summary>A receipt was finished.</summary>
    public const string ReceivingCompleted = "receiving.completed";

    /// <summary>An advance shipping notice announced goods to come.</summary>
    public const string AsnCreated = "asn.created";

    /// <summary>A goods received note was opened.</summary>
    public const string GrnCreated = "grn.created";

    /// <summary>A goods received note was confirmed: the goods are in stock.</summary>
    public const string GrnConfirmed = "grn.confirmed";

    /// <summary>Received goods were put away in their location.</summary>
    public const string PutawayCompleted = "putaway.completed";

    /// <summary>A product was added.</summary>
    public const string ProductCreated = "product.created";

    /// <summary>A product was changed.</summary>
    public const string ProductUpdated = "product.updated";

    /// <summary>A return was requested.</summary>
    public const string RmaRequested = "rma.requested";

    /// <summary>A return was approved.</summary>
    public const string RmaApproved = "rma.approved";

    /// <summary>Returned goods arrived.</summary>
    public const string RmaReceived = "rma.received";

    /// <summary>A user was added. Sensitive: a webhook gets it only by its exact name.</summary>
    public const string UserCreated = "user.created";

    /// <summary>The audit log raised an alert. Sensitive: a webhook gets it only by its exact name.</summary>
    public const string AuditAlert = "audit.alert";

    /// <summary>Somebody pressed Send Test; its data is an example.</summary>
    public const string WebhookTest = "webhook.test";
}
