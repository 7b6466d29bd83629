namespace SmartWms.Webhooks.Publishing;

/// <summary>Who would get an event.</summary>
/// <param name="EventId">The id it would have.</param>
/// <param name="Webhooks">One entry for each webhook of the event's tenant, by id.</param>
public sealed record WebhookPreview(string EventId, IReadOnlyList<WebhookPreviewEntry> Webhooks);
