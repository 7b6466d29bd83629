using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using SmartWms.Webhooks;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;

namespace Warehouse.Orders;

internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        app.MapGet("/orders", (WarehouseContext db, CancellationToken cancellationToken) =>
            db.Orders.OrderBy(order => order.Number).Select(order => new { order.Number, Status = order.Status.ToString() }).ToListAsync(cancellationToken));
        app.MapPost("/orders/{number}/ship", ShipAsync);
    }

    /// <summary>Order, stock, shipment and events in one save: all of it, or nothing.</summary>
    public static async Task<IResult> ShipAsync(string number, ShipOrder ship, WarehouseContext db, CancellationToken cancellationToken)
    {
        var order = await db.Orders.FindAsync([number], cancellationToken);
        if (order is not { Status: OrderStatus.Open })
        {
            return order is null ? Results.NotFound() : Results.Conflict("The order was shipped before.");
        }

        order.Status = OrderStatus.Shipped;
        db.Shipments.Add(new Shipment { OrderNumber = number, Carrier = ship.Carrier, TrackingNumber = ship.TrackingNumber });
        foreach (var line in order.Lines)
        {
            var item = await db.Stock.SingleAsync(row => row.Sku == line.Sku, cancellationToken);
            if (item.Quantity < line.Quantity)
            {
                return Results.Conflict($"Only {item.Quantity} of {item.Sku} are left.");
            }

            item.Take(line.Quantity, db);
        }

        var id = db.PublishWebhook(
            WmsEvents.OrderShipped,
            new { orderId = number, orderNumber = number, status = "shipped", trackingNumber = ship.TrackingNumber, carrier = ship.Carrier },
            new WebhookPublishOptions { EventId = $"evt_{number}_shipped", Subject = number });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Results.Conflict("Somebody else was quicker; nothing was saved and nothing published. Try again.");
        }

        return Results.Ok(new { number, eventId = id });
    }
}
