namespace SmartWms.Webhooks.Subscriptions;

/// <summary>What changed since a version.</summary>
/// <param name="Version">The store-wide version that this answer is true for.</param>
/// <param name="Changed">Every subscription whose version is greater than the one asked about, deleted ones included, each once.</param>
public sealed record SubscriptionChanges(long Version, IReadOnlyList<StoredSubscription> Changed);
