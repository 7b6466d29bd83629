using System.Globalization;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Audit;

/// <summary>Who did what. Without an actor it was the host's own code.</summary>
internal sealed record AuditView(string Id, DateTimeOffset At, string? Actor, string Action, string? WebhookId, string? TenantId, string Detail)
{
    public static AuditView Of(AuditEntry entry) => new(
        entry.Id.ToString(CultureInfo.InvariantCulture), entry.At, entry.Actor, Words.Of(entry.Action), entry.Webhook?.ToString(), entry.TenantId, entry.Detail);
}
