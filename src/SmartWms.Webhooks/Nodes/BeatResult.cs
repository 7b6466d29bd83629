namespace SmartWms.Webhooks.Nodes;

/// <summary>What a beat gave.</summary>
/// <param name="Live">The live nodes, the one that asks among them; in no order.</param>
/// <param name="StoreTime">The store's own clock, when it has one of its own (a database server); else <see langword="null"/>.</param>
public sealed record BeatResult(IReadOnlyList<StoredNode> Live, DateTimeOffset? StoreTime = null);
