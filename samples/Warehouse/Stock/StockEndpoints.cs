using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using SmartWms.Webhooks;
using SmartWms.Webhooks.Protocol;

namespace Warehouse.Stock;

internal static class StockEndpoints
{
    public static void MapStock(this IEndpointRouteBuilder app)
    {
        app.MapGet("/stock", (WarehouseContext db, CancellationToken cancellationToken) => db.Stock.OrderBy(item => item.Sku).ToListAsync(cancellationToken));
        app.MapPost("/stock/{sku}/adjust", (string sku, AdjustStock adjust, WarehouseContext db, CancellationToken cancellationToken) =>
            AdjustAsync(sku, adjust, db, cancellationToken));
    }

    public static Task<IResult> AdjustAsync(string sku, AdjustStock adjust, WarehouseContext db, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(cancelled => AdjustOnceAsync(sku, adjust, db, cancelled), cancellationToken);

    /// <summary>One statement, no entity: in a transaction of the WMS's own a save of only the event is part of it. A retry begins it all again.</summary>
    private static async Task<IResult> AdjustOnceAsync(string sku, AdjustStock adjust, WarehouseContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var changed = await db.Stock.Where(item => item.Sku == sku && item.Quantity + adjust.Change >= 0)
            .ExecuteUpdateAsync(row => row.SetProperty(item => item.Quantity, item => item.Quantity + adjust.Change), cancellationToken);
        if (changed == 0)
        {
            return Results.Conflict("There is no such article, or less of it than that.");
        }

        var after = await db.Stock.Where(item => item.Sku == sku).Select(item => item.Quantity).SingleAsync(cancellationToken);
        var id = db.PublishWebhook(WmsEvents.InventoryAdjusted, new
        {
            adjustmentId = $"adj_{Guid.NewGuid():N}",
            productId = sku,
            sku,
            warehouse = "BKK1",
            quantityBefore = after - adjust.Change,
            quantityChange = adjust.Change,
            quantityAfter = after,
            unit = "EA",
            reason = adjust.Reason,
            adjustedAt = DateTimeOffset.UtcNow,
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Results.Ok(new { sku, quantity = after, eventId = id });
    }
}
