namespace Warehouse.Orders;

/// <summary>What a person at the packing table sends.</summary>
internal sealed record ShipOrder(string Carrier, string TrackingNumber);
