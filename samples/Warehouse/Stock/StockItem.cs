using SmartWms.Webhooks;
using SmartWms.Webhooks.Protocol;

namespace Warehouse.Stock;

internal sealed class StockItem
{
    public required string Sku { get; init; }

    public required int Quantity { get; set; }

    public required int Minimum { get; init; }

    /// <summary>Takes from the shelf; tells of it once, when the minimum is crossed.</summary>
    public void Take(int quantity, WarehouseContext db)
    {
        var wasEnough = Quantity >= Minimum;
        Quantity -= quantity;
        if (wasEnough && Quantity < Minimum)
        {
            db.PublishWebhook(WmsEvents.InventoryLow, new
            {
                productId = Sku,
                sku = Sku,
                warehouse = "BKK1",
                quantityAvailable = Quantity,
                minimumLevel = Minimum,
                unit = "EA",
                detectedAt = DateTimeOffset.UtcNow,
            });
        }
    }
}
