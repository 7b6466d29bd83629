namespace SmartWms.Webhooks.Deliveries;

/// <summary>What an operator does with all that belongs to one tenant.</summary>
public interface IWebhookTenants
{
    /// <summary>
    /// Removes everything of a tenant: webhooks are deleted and their content (name, URL, secrets, header values) overwritten, then events, bodies, deliveries, log and attempts go, in small
    /// batches. Cannot be undone. Stop publishing for the tenant first: what is published meanwhile may stay. Called again after an interruption it goes on.
    /// </summary>
    /// <param name="tenantId">Which, compared exactly.</param>
    /// <param name="evenWithoutTenant">Must be <see langword="true"/> when <paramref name="tenantId"/> is <see langword="null"/>: on a host without tenants that is everything.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>How many rows are gone, webhooks included.</returns>
    /// <exception cref="ArgumentException">No tenant is named, and it was not said that this is meant.</exception>
    /// <exception cref="NotSupportedException">The store cannot do it: it has no <see cref="ITenantErasure"/>.</exception>
    Task<long> EraseAsync(string? tenantId, bool evenWithoutTenant = false, CancellationToken cancellationToken = default);
}
