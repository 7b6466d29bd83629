namespace SmartWms.Webhooks.Publishing;

/// <summary>What the WMS publishes through.</summary>
/// <remarks>
/// Returns when the event is durable and before anything is sent. Delivery is at least once and unordered. A receiver's failure never surfaces here; a database failure
/// does, as the provider's own exception, and then no event was added.
/// </remarks>
public interface IWebhookDispatcher
{
    /// <summary>Makes events durable and due for every webhook that asks for them, all or none.</summary>
    /// <param name="events">1 to 1,000, with different ids.</param>
    /// <param name="cancellationToken">Cancels before anything is stored; afterwards it has no effect.</param>
    /// <returns>One for each event, in order.</returns>
    /// <exception cref="ArgumentException">A type nobody registered, an id or option outside its limits, data that is no JSON or too large; the message names value, rule and limit. Nothing was stored.</exception>
    /// <exception cref="WebhookEventConflictException">An id is taken by another event. Nothing was stored.</exception>
    Task<IReadOnlyList<Published>> PublishAsync(IReadOnlyList<NewWebhookEvent> events, CancellationToken cancellationToken = default);

    /// <summary>Shows who would get an event and why others would not, with the exact bytes and headers. Nothing is stored or sent.</summary>
    /// <param name="webhookEvent">The event.</param>
    /// <param name="cancellationToken">Abandons the preview.</param>
    /// <returns>One entry for each webhook of the event's tenant.</returns>
    /// <exception cref="ArgumentException">As for publishing.</exception>
    Task<WebhookPreview> PreviewAsync(NewWebhookEvent webhookEvent, CancellationToken cancellationToken = default);
}
