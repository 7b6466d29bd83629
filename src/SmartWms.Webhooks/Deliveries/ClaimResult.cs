namespace SmartWms.Webhooks.Deliveries;

/// <summary>What a claim gave.</summary>
/// <param name="Deliveries">In no order. Empty when none is due.</param>
/// <param name="StoreTime">The store's own clock, when it has one of its own (a database server); else <see langword="null"/>.</param>
public sealed record ClaimResult(IReadOnlyList<ClaimedDelivery> Deliveries, DateTimeOffset? StoreTime = null);
