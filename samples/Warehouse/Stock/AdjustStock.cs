namespace Warehouse.Stock;

/// <summary>What a person counted.</summary>
internal sealed record AdjustStock(int Change, string Reason);
