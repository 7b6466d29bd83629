using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Writes down who did what. What was done stays done when its entry cannot be stored; the entry is logged then.</summary>
internal sealed class AuditTrail(IAuditStore? store, ISubscriptionStore subscriptions, ReadLimit limit, EngineClock clock, ILogger<AuditTrail> logger) : IWebhookAudit
{
    private const int MaxDetail = 400;
    private const int MaxPage = 200;

    public bool IsKept => store is not null;

    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.PageSize is < 1 or > MaxPage)
        {
            throw new ArgumentOutOfRangeException(nameof(query), query.PageSize, $"A page has 1 to {MaxPage} rows.");
        }

        return store is null ? Task.FromResult<IReadOnlyList<AuditEntry>>([]) : ReadAsync(store, query, cancellationToken);
    }

    public Task WriteAsync(AuditAction action, StoredSubscription webhook, string detail = "") => WriteAsync(action, webhook.Id, webhook.TenantId, detail);

    /// <summary>Not cancelled: what it tells of has been done.</summary>
    public async Task WriteAsync(AuditAction action, SubscriptionId? webhook, string? tenantId, string detail)
    {
        if (store is null)
        {
            return;
        }

        var entry = new AuditEntry
        {
            At = clock.Now,
            Actor = WebhookActor.Current,
            Action = action,
            Webhook = webhook,
            TenantId = tenantId,
            Detail = ShortText.Of(detail, MaxDetail),
        };
        try
        {
            await store.AppendAsync(entry, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.AuditFailed(logger, exception, exception.GetType().Name, entry.Actor ?? "the host", action.ToString(), webhook?.ToString() ?? "", entry.Detail);
        }
    }

    private async Task<IReadOnlyList<AuditEntry>> ReadAsync(IAuditStore from, AuditQuery query, CancellationToken cancellationToken)
    {
        if (!await subscriptions.MaySeeAsync(query.Webhook, query.Tenant, cancellationToken).ConfigureAwait(false))
        {
            return [];
        }

        return await limit.RunAsync(token => MayMeetNodes(query) ? WithoutNodesAsync(from, query, token) : from.ListAsync(query, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An entry about a node has no tenant, as those of the tenant of rows without one; but nodes are nobody's.</summary>
    private static bool MayMeetNodes(AuditQuery query) => query is { Webhook: null, Tenant: { IsLimited: true, TenantId: null } };

    private static async Task<IReadOnlyList<AuditEntry>> WithoutNodesAsync(IAuditStore from, AuditQuery query, CancellationToken cancellationToken)
    {
        List<AuditEntry> found = [];
        IReadOnlyList<AuditEntry> page;
        do
        {
            page = await from.ListAsync(query, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Where(entry => entry.Action is not (AuditAction.NodeDrained or AuditAction.NodeResumed)));
            query = query with { Before = page.Count == 0 ? query.Before : page[^1].Id };
        }
        while (page.Count == query.PageSize && found.Count < query.PageSize);

        return [.. found.Take(query.PageSize)];
    }
}
