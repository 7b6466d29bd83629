using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Tests.Subscriptions;

/// <summary>A store of which nobody learns what changed while it fails.</summary>
internal sealed class UnreadableSubscriptions(ISubscriptionStore inner) : ISubscriptionStore
{
    public bool Fails { get; set; }

    public Task<SubscriptionChanges> GetChangesAsync(long sinceVersion, CancellationToken cancellationToken) =>
        Fails ? Task.FromException<SubscriptionChanges>(new TimeoutException("down")) : inner.GetChangesAsync(sinceVersion, cancellationToken);

    public Task<StoredSubscription?> GetAsync(SubscriptionId id, CancellationToken cancellationToken) => inner.GetAsync(id, cancellationToken);

    public Task<StoredSubscription?> FindByKeyAsync(string? tenantId, string key, CancellationToken cancellationToken) => inner.FindByKeyAsync(tenantId, key, cancellationToken);

    public Task<IReadOnlyList<StoredSubscription>> ListAsync(SubscriptionQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    public Task<StoredSubscription?> CreateAsync(StoredSubscription subscription, CancellationToken cancellationToken) => inner.CreateAsync(subscription, cancellationToken);

    public Task<StoredSubscription?> UpdateAsync(StoredSubscription subscription, CancellationToken cancellationToken) => inner.UpdateAsync(subscription, cancellationToken);
}
