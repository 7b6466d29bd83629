using System.Text;
using SmartWms.Webhooks.Publishing;

namespace SmartWms.Webhooks.AspNetCore.Events;

/// <summary>Who would get an event, and the body in each contract that one of them has: once, as thousands may get the same.</summary>
internal sealed record PreviewView(string EventId, IReadOnlyDictionary<string, string> Bodies, IReadOnlyList<PreviewEntryView> Webhooks)
{
    public static PreviewView Of(WebhookPreview preview) => new(
        preview.EventId,
        preview.Webhooks.Where(entry => entry.Matches).DistinctBy(entry => entry.Contract).ToDictionary(entry => entry.Contract, entry => Encoding.UTF8.GetString(entry.Body.Span)),
        [.. preview.Webhooks.Select(entry => new PreviewEntryView(
            entry.Webhook.ToString(), entry.Name, entry.Matches, entry.Why, entry.Contract, [.. entry.Headers.Select(header => new HeaderView(header.Key, header.Value))]))]);
}
