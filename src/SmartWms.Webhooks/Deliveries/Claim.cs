namespace SmartWms.Webhooks.Deliveries;

/// <summary>A node's request for work.</summary>
/// <param name="Lanes">Exact amounts for each lane. Lanes that are not active or wait (<c>Retry-After</c>) give nothing.</param>
/// <param name="Resends">At most this many deliveries that a person made due with Resend, and tests whose node died; whatever their subscription's state. Oldest due first.</param>
/// <param name="LeaseToken">Put on every claimed row; not 0. A later claim carries another.</param>
/// <param name="Now">A row is due when its due time is at or before this.</param>
/// <param name="LeaseFor">The rows become due again (abandoned) at <paramref name="Now"/> + this.</param>
public sealed record Claim(IReadOnlyList<LaneClaim> Lanes, int Resends, long LeaseToken, DateTimeOffset Now, TimeSpan LeaseFor);

/// <summary>What a claim gave.</summary>
/// <param name="Deliveries">In no order. Empty when none is due.</param>
/// <param name="StoreTime">The store's own clock, when it has one of its own (a database server); else <see langword="null"/>.</param>
public sealed record ClaimResult(IReadOnlyList<ClaimedDelivery> Deliveries, DateTimeOffset? StoreTime = null);
