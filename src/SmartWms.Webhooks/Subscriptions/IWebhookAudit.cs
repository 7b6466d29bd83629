using SmartWms.Webhooks.Reading;

namespace SmartWms.Webhooks.Subscriptions;

/// <summary>The audit trail: who changed which webhook, resent which delivery, drained which node. Say who is at work with <see cref="WebhookActor.Begin"/>.</summary>
/// <remarks>An entry is written after what it tells of. Should the store fail in between, the entry is in the log (event id 1807) instead.</remarks>
public interface IWebhookAudit
{
    /// <summary>Whether the store keeps a trail. Without, it is empty.</summary>
    bool IsKept { get; }

    /// <summary>A page, newest first.</summary>
    /// <param name="query">Filters and page.</param>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>At most <see cref="AuditQuery.PageSize"/> entries; fewer means that no more follow.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The page size is not 1 to 200.</exception>
    /// <exception cref="WebhookReadTimeoutException">It took longer than 5 seconds; a narrower filter helps.</exception>
    Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken = default);
}
