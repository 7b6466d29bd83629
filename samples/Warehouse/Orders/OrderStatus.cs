namespace Warehouse.Orders;

internal enum OrderStatus
{
    Open = 0,
    Shipped = 1,
}
