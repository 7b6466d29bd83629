namespace SmartWms.Webhooks.Publishing;

/// <summary>What the WMS publishes through.</summary>
/// <remarks>
/// Returns when the event is durable (in a transaction of the host: once that commits) and before anything is sent. Delivery is at least once and unordered. A receiver's failure never surfaces here; a database failure
/// does, as the provider's own exception, and then no event was added. Publishing waits for its turn at the store without a time limit of its own, also in a batch: a cancellation token ends that wait.
/// </remarks>
public interface IWebhookDispatcher
{
    /// <summary>Makes events durable and due for every webhook that asks for them, all or none.</summary>
    /// <param name="events">1 to 1,000, with different ids; all in the same <see cref="WebhookPublishOptions.Transaction"/>, or none.</param>
    /// <param name="cancellationToken">Cancels before anything is stored; afterwards it has no effect.</param>
    /// <returns>One for each event, in order.</returns>
    /// <exception cref="ArgumentException">A type nobody registered, an id or option outside its limits, data that is no JSON or too large; the message names value, rule and limit. Nothing was stored.</exception>
    /// <exception cref="WebhookEventConflictException">An id is taken by another event. Nothing was stored; the host's transaction, if one was given, can go on.</exception>
    /// <exception cref="Deliveries.WebhookTransactionException">Events cannot be stored in the given transaction: another database, ended, or a store that cannot. Nothing was stored.</exception>
    /// <exception cref="InvalidOperationException">No transaction was given inside a <c>TransactionScope</c>, which the engine's own connections never join.</exception>
    /// <exception cref="Deliveries.StoreBusyException">10,000 publishes of this node wait for the store already; a batch is one of them. Thrown at once, without waiting. Nothing was stored: publish again later.</exception>
    /// <exception cref="TimeoutException">SQLite: another transaction has kept the publish from the file for longer than <c>SqliteOptions.MaxHostTransaction</c> (10 s). Nothing was stored.</exception>
    Task<IReadOnlyList<Published>> PublishAsync(IReadOnlyList<NewWebhookEvent> events, CancellationToken cancellationToken = default);

    /// <summary>Fixes an event now that is published later: checks it against every rule and writes its data, so that later changes of the object do not matter.</summary>
    /// <param name="webhookEvent">The event; stays as it is.</param>
    /// <returns>The event with its id, its time and its bytes. Publishing it twice is the same event.</returns>
    /// <exception cref="ArgumentException">As for publishing.</exception>
    NewWebhookEvent Prepare(NewWebhookEvent webhookEvent);

    /// <summary>Says that a transaction of the host has committed in which events were published: delivery starts at once instead of with the next poll. Costs one look at the store; saying so without need is harmless.</summary>
    void NotifyCommitted();

    /// <summary>Shows who would get an event and why others would not, with the exact bytes and headers. Nothing is stored or sent.</summary>
    /// <param name="webhookEvent">The event.</param>
    /// <param name="cancellationToken">Abandons the preview.</param>
    /// <returns>One entry for each webhook of the event's tenant.</returns>
    /// <exception cref="ArgumentException">As for publishing.</exception>
    Task<WebhookPreview> PreviewAsync(NewWebhookEvent webhookEvent, CancellationToken cancellationToken = default);
}
