using System.Globalization;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>Erases a tenant: first its webhooks, so that nothing new is matched, then what was published.</summary>
internal sealed class WebhookTenants(WebhookStores stores, SubscriptionEvents events, AuditTrail audit, EngineClock clock) : IWebhookTenants
{
    private const int EventsAtOnce = 500;
    private const int PageSize = 200;
    private const string Erased = "Erased";

    public async Task<long> EraseAsync(string? tenantId, bool evenWithoutTenant = false, CancellationToken cancellationToken = default)
    {
        if (tenantId is null && !evenWithoutTenant)
        {
            throw new ArgumentException($"No tenant is named; on a host without tenants that is everything. Name one, or say {nameof(evenWithoutTenant)}.", nameof(tenantId));
        }

        var erasure = stores.Erasure ?? throw new NotSupportedException($"The store cannot erase a tenant: it has no {nameof(ITenantErasure)}.");
        var gone = 0L;
        try
        {
            gone += await EraseWebhooksAsync(tenantId, null, cancellationToken).ConfigureAwait(false);
            gone += await EraseWebhooksAsync(tenantId, SubscriptionState.Deleted, cancellationToken).ConfigureAwait(false);
            events.Changed();
            int rows;
            do
            {
                rows = await erasure.EraseTenantAsync(tenantId, EventsAtOnce, cancellationToken).ConfigureAwait(false);
                gone += rows;
            }
            while (rows > 0);
        }
        finally
        {
            // Also of what was erased before it was given up.
            await audit.WriteAsync(AuditAction.TenantErased, null, tenantId, string.Create(CultureInfo.InvariantCulture, $"{gone} rows")).ConfigureAwait(false);
        }

        return gone;
    }

    private async Task<long> EraseWebhooksAsync(string? tenantId, SubscriptionState? state, CancellationToken cancellationToken)
    {
        var gone = 0L;
        IReadOnlyList<StoredSubscription> page = [];
        do
        {
            var query = new SubscriptionQuery { Tenant = TenantScope.Only(tenantId), State = state, After = page.Count == 0 ? default : page[^1].Id, PageSize = PageSize };
            page = await stores.Subscriptions.ListAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var stored in page.Where(stored => !IsErased(stored)))
            {
                await EraseWebhookAsync(stored, cancellationToken).ConfigureAwait(false);
                gone++;
            }
        }
        while (page.Count == PageSize);

        return gone;
    }

    private async Task EraseWebhookAsync(StoredSubscription stored, CancellationToken cancellationToken)
    {
        StoredSubscription? current = stored;
        while (current is not null && !IsErased(current) && await stores.Subscriptions.UpdateAsync(Empty(current), cancellationToken).ConfigureAwait(false) is null)
        {
            current = await stores.Subscriptions.GetAsync(stored.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The row stays, so that other nodes learn of it; without secrets.</summary>
    private StoredSubscription Empty(StoredSubscription stored) => stored with
    {
        Key = null,
        Name = Erased,
        Url = "https://erased.invalid/",
        EventTypes = ["*"],
        Channels = [],
        HeaderNames = [],
        Sealed = [],
        State = SubscriptionState.Deleted,
        StateReason = Erased,
        StateChangedAt = clock.Now,
    };

    private static bool IsErased(StoredSubscription stored) => stored is { State: SubscriptionState.Deleted, StateReason: Erased };
}
