using System.Globalization;
using SmartWms.Webhooks.Dashboard.Rendering;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Audit;

/// <summary>An entry's details in the reader's language. The engine's few fixed forms are translated; ids and types are shown as they are.</summary>
internal static class AuditWords
{
    public static string Of(Ui ui, AuditEntry entry) => entry.Action switch
    {
        AuditAction.Updated => string.Join(", ", entry.Detail.Split(", ").Select(field => ui.T.Has($"audit.field.{field}") ? ui.T[$"audit.field.{field}"] : field)),
        AuditAction.DeliveriesRecovered when entry.Detail.Split(" since ") is [var count, var since]
            && DateTimeOffset.TryParseExact(since, "u", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => ui.T["audit.detail.recovered", count, ui.Moments.Text(time)],
        AuditAction.Imported when entry.Detail.Split(' ') is [var count, "imported"] => ui.T["audit.detail.imported", count],
        AuditAction.TenantErased when entry.Detail.Split(' ') is [var count, "rows"] => ui.T["audit.detail.erased", count],
        _ => entry.Detail,
    };
}
