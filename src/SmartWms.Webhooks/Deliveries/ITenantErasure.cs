namespace SmartWms.Webhooks.Deliveries;

/// <summary>Takes everything of one tenant out of a store. Optional.</summary>
public interface ITenantErasure
{
    /// <summary>Removes one small batch of a tenant's events, with their bodies, deliveries in whatever state, log and attempts. The result of a request that is on its way is then refused, as after a lost lease.</summary>
    /// <param name="tenantId">Whose, compared exactly; <see langword="null"/> is the tenant of rows without one.</param>
    /// <param name="limit">At most this many events, 1 or more.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>How many rows are gone; 0 means that nothing is left.</returns>
    Task<int> EraseTenantAsync(string? tenantId, int limit, CancellationToken cancellationToken);
}
