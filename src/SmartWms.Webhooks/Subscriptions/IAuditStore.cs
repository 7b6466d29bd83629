namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Keeps the audit trail. Optional. Implementations are safe to call from several threads and processes at once.</summary>
public interface IAuditStore
{
    /// <summary>Adds one entry.</summary>
    /// <param name="entry">Everything but its id.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>When durable.</returns>
    Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>A page, newest (highest id) first.</summary>
    /// <param name="query">Filters and page.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>At most <see cref="AuditQuery.PageSize"/> entries; fewer means that no more follow.</returns>
    Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Removes one small batch of entries of before a time.</summary>
    /// <param name="before">The time.</param>
    /// <param name="limit">At most this many, 1 or more.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>How many went; 0 means that nothing is left to remove.</returns>
    Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
