using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>A subscription store of which a test replaces what it wants to break.</summary>
internal sealed class AlteredSubscriptions(ISubscriptionStore inner) : ISubscriptionStore
{
    public Func<long, CancellationToken, Task<SubscriptionChanges>> Changes { get; init; } = inner.GetChangesAsync;

    public Func<string?, string, CancellationToken, Task<StoredSubscription?>> FindByKey { get; init; } = inner.FindByKeyAsync;

    public Func<StoredSubscription, CancellationToken, Task<StoredSubscription?>> Create { get; init; } = inner.CreateAsync;

    public Func<StoredSubscription, CancellationToken, Task<StoredSubscription?>> Update { get; init; } = inner.UpdateAsync;

    public Task<SubscriptionChanges> GetChangesAsync(long sinceVersion, CancellationToken cancellationToken) => Changes(sinceVersion, cancellationToken);

    public Task<StoredSubscription?> GetAsync(SubscriptionId id, CancellationToken cancellationToken) => inner.GetAsync(id, cancellationToken);

    public Task<StoredSubscription?> FindByKeyAsync(string? tenantId, string key, CancellationToken cancellationToken) => FindByKey(tenantId, key, cancellationToken);

    public Task<IReadOnlyList<StoredSubscription>> ListAsync(SubscriptionQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    public Task<StoredSubscription?> CreateAsync(StoredSubscription subscription, CancellationToken cancellationToken) => Create(subscription, cancellationToken);

    public Task<StoredSubscription?> UpdateAsync(StoredSubscription subscription, CancellationToken cancellationToken) => Update(subscription, cancellationToken);
}
