using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Writes down who did what. What was done stays done when its entry cannot be stored; the entry is logged then.</summary>
internal sealed class AuditTrail(IAuditStore? store, ReadLimit limit, EngineClock clock, ILogger<AuditTrail> logger) : IWebhookAudit
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

        return store is null ? Task.FromResult<IReadOnlyList<AuditEntry>>([]) : limit.RunAsync(token => store.ListAsync(query, token), cancellationToken);
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
            Detail = detail.Length > MaxDetail ? detail[..MaxDetail] : detail,
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
}
