namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

/// <summary>What a WMS saves beside its events. Two orders of one number are refused by the database.</summary>
public sealed class Order
{
    public int Id { get; set; }

    public required string Number { get; set; }
}
