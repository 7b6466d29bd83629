namespace SmartWms.Webhooks.Receiver.Inbox;

/// <summary>Remembers the events that were received, by id: delivery is at least once, so the same event may come twice.</summary>
public interface IWebhookInbox
{
    /// <summary>Adds an event, unless its id is known.</summary>
    /// <param name="entry">The event.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>Whether it is new.</returns>
    Task<InboxOutcome> AddAsync(InboxEntry entry, CancellationToken cancellationToken);

    /// <summary>Its handler succeeded: the id stays known, the body need not be kept.</summary>
    /// <param name="eventId">Which.</param>
    /// <param name="now">The receiver's clock.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>When stored.</returns>
    Task SetHandledAsync(string eventId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>It was not handled and will not be: when it comes again, it is new.</summary>
    /// <param name="eventId">Which.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>When stored.</returns>
    Task ForgetAsync(string eventId, CancellationToken cancellationToken);

    /// <summary>Says that these still wait or run here, so that nobody takes them for abandoned. Called every minute.</summary>
    /// <param name="eventIds">Which.</param>
    /// <param name="now">The receiver's clock.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>When stored.</returns>
    Task KeepAsync(IReadOnlyCollection<string> eventIds, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes what was added and not handled by a process that is gone; each is given to one caller. At most 100.</summary>
    /// <param name="now">The receiver's clock.</param>
    /// <param name="cancellationToken">Abandons the look.</param>
    /// <returns>Empty where nothing outlives the process.</returns>
    Task<IReadOnlyList<InboxEntry>> TakeAbandonedAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Forgets what was handled so long ago that no sender repeats it.</summary>
    /// <param name="now">The receiver's clock.</param>
    /// <param name="cancellationToken">Abandons the purge.</param>
    /// <returns>When done.</returns>
    Task PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
