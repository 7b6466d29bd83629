namespace Warehouse.Orders;

internal sealed class Order
{
    public required string Number { get; init; }

    public OrderStatus Status { get; set; }

    public List<OrderLine> Lines { get; init; } = [];
}
