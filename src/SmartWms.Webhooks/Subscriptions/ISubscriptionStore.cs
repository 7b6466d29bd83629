namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Keeps subscriptions, with one version for the whole store that only moves forward.</summary>
/// <remarks>
/// Implementations hold no clock and no policy. All members are safe to call from several processes at once; each is atomic.
/// A database failure is thrown as the provider's own exception. Every write takes a new store-wide version and puts it on the row it wrote;
/// so does the delivery store when it disables one, but not when it keeps counters and waits, or every failure would make publishes stale.
/// </remarks>
public interface ISubscriptionStore
{
    /// <summary>What changed after a version. Called before every publish that was found stale, before a send whose claim shows a newer version, and by each turn of the sweep.</summary>
    /// <param name="sinceVersion">The version of an earlier answer; 0 for everything.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>The changes and the version they are true for, read in one snapshot.</returns>
    Task<SubscriptionChanges> GetChangesAsync(long sinceVersion, CancellationToken cancellationToken);

    /// <summary>One subscription, deleted ones included.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>The row, or <see langword="null"/>.</returns>
    Task<StoredSubscription?> GetAsync(SubscriptionId id, CancellationToken cancellationToken);

    /// <summary>The subscription that configuration declares under this key; deleted ones are not found.</summary>
    /// <param name="tenantId">Its tenant; <see langword="null"/> is a tenant of its own.</param>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>The row, or <see langword="null"/>.</returns>
    Task<StoredSubscription?> FindByKeyAsync(string? tenantId, string key, CancellationToken cancellationToken);

    /// <summary>A page, by id ascending.</summary>
    /// <param name="query">Filters and page.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>At most <see cref="SubscriptionQuery.PageSize"/> rows; fewer means that no more follow.</returns>
    Task<IReadOnlyList<StoredSubscription>> ListAsync(SubscriptionQuery query, CancellationToken cancellationToken);

    /// <summary>Adds one.</summary>
    /// <param name="subscription">Everything but id and version.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The row with its id and version, or <see langword="null"/> when a living subscription of the tenant has this key already.</returns>
    Task<StoredSubscription?> CreateAsync(StoredSubscription subscription, CancellationToken cancellationToken);

    /// <summary>Replaces one, if nobody else has changed it since it was read.</summary>
    /// <param name="subscription">The whole row; its <see cref="StoredSubscription.Version"/> is the one it was read with.
    /// When its <see cref="StoredSubscription.EnableEpoch"/> is greater than the stored one, the failure counters and the wait are reset too; otherwise they are left as the delivery store keeps them.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The row with its new version, or <see langword="null"/> when the version has moved and nothing was written.</returns>
    Task<StoredSubscription?> UpdateAsync(StoredSubscription subscription, CancellationToken cancellationToken);
}
