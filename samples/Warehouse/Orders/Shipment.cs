namespace Warehouse.Orders;

internal sealed class Shipment
{
    public required string OrderNumber { get; init; }

    public required string Carrier { get; init; }

    public required string TrackingNumber { get; init; }
}
