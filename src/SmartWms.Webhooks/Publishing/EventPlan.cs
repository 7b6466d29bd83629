using SmartWms.Webhooks.Events;

namespace SmartWms.Webhooks.Publishing;

/// <summary>An event that passed the rules, rendered, and not yet matched.</summary>
/// <param name="Rendered">Its data.</param>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
/// <param name="OccurredAt">The envelope's timestamp.</param>
internal sealed record EventPlan(RenderedData Rendered, string Id, WebhookEventType Type, DateTimeOffset OccurredAt)
{
    public WebhookPublishOptions Options => Rendered.Event.Options;
}
