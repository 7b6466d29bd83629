using SmartWms.Webhooks.Dashboard.Webhooks;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Audit;

/// <summary>A page of the audit trail.</summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Webhook">Only what was done to this one.</param>
/// <param name="Names">What the webhooks of the page are called.</param>
/// <param name="Older">What the next page begins before; <see langword="null"/> when it is the last.</param>
/// <param name="IsNewest">Whether it is the first page.</param>
/// <param name="IsKept">Whether the store keeps a trail at all.</param>
internal sealed record AuditView(IReadOnlyList<AuditEntry> Entries, SubscriptionId? Webhook, IReadOnlyDictionary<SubscriptionId, WebhookName> Names, long? Older, bool IsNewest, bool IsKept);
