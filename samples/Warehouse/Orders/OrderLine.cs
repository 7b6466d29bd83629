namespace Warehouse.Orders;

internal sealed class OrderLine
{
    public required string Sku { get; init; }

    public required int Quantity { get; init; }
}
