using System.Text;
using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks.AspNetCore.Events;

/// <summary>Who would get an event.</summary>
internal sealed record PreviewView(string EventId, IReadOnlyList<PreviewEntryView> Webhooks)
{
    public static PreviewView Of(WebhookPreview preview) => new(preview.EventId, [.. preview.Webhooks.Select(entry => new PreviewEntryView(
        entry.Webhook.ToString(), entry.Name, entry.Matches, entry.Why, entry.Matches ? Encoding.UTF8.GetString(entry.Body.Span) : null,
        [.. entry.Headers.Select(header => new HeaderView(header.Key, header.Value))]))]);
}
