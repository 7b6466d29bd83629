namespace SmartWms.Webhooks.Receiver.Inbox;

/// <summary>
/// Remembers ids while the process lives, the last 100,000. What was acknowledged and not yet handled is lost when the process dies: where that matters, use the database inbox, or handle inline.
/// </summary>
internal sealed class InMemoryWebhookInbox : IWebhookInbox
{
    private const int MostIds = 100_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string EventId, bool IsHandled)> _oldestFirst = new();
    private readonly Dictionary<string, LinkedListNode<(string EventId, bool IsHandled)>> _known = new(StringComparer.Ordinal);

    public Task<InboxOutcome> AddAsync(InboxEntry entry, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(entry.EventId, out var known))
            {
                return Task.FromResult(known.Value.IsHandled ? InboxOutcome.Handled : InboxOutcome.Pending);
            }

            _known.Add(entry.EventId, _oldestFirst.AddLast((entry.EventId, false)));
            if (_known.Count > MostIds)
            {
                Forget(_oldestFirst.First!.Value.EventId);
            }

            return Task.FromResult(InboxOutcome.Added);
        }
    }

    public Task SetHandledAsync(string eventId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(eventId, out var known))
            {
                known.Value = (eventId, true);
            }
        }

        return Task.CompletedTask;
    }

    public Task ForgetAsync(string eventId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Forget(eventId);
        }

        return Task.CompletedTask;
    }

    public Task KeepAsync(IReadOnlyCollection<string> eventIds, DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<InboxEntry>> TakeAbandonedAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<InboxEntry>>([]);

    public Task PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    private void Forget(string eventId)
    {
        if (_known.Remove(eventId, out var known))
        {
            _oldestFirst.Remove(known);
        }
    }
}
