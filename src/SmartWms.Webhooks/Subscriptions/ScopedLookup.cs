namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Asks whose a webhook is before anything of it is searched: how long a search takes would tell what another tenant has.</summary>
internal static class ScopedLookup
{
    /// <returns>Whether whoever asks may see what this webhook got, deleted or not; always, where all webhooks or all tenants are asked for.</returns>
    public static async Task<bool> MaySeeAsync(this ISubscriptionStore store, SubscriptionId? webhook, TenantScope tenant, CancellationToken cancellationToken)
    {
        if (webhook is not { } id || !tenant.IsLimited)
        {
            return true;
        }

        return await store.GetAsync(id, cancellationToken).ConfigureAwait(false) is { } stored && tenant.Includes(stored.TenantId);
    }
}
