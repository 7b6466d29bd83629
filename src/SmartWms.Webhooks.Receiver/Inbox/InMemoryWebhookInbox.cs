namespace SmartWms.Webhooks.Receiver.Inbox;

/// <summary>
/// Remembers ids while the process lives, the last 100,000. What was acknowledged and not yet handled is lost when the process dies: where that matters, use the database inbox, or handle inline.
/// </summary>
internal sealed class InMemoryWebhookInbox : IWebhookInbox
{
    private const int MostIds = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, bool> _isHandled = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestFirst = new();

    public Task<InboxOutcome> AddAsync(InboxEntry entry, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_isHandled.TryGetValue(entry.EventId, out var isHandled))
            {
                return Task.FromResult(isHandled ? InboxOutcome.Handled : InboxOutcome.Pending);
            }

            _isHandled.Add(entry.EventId, false);
            _oldestFirst.Enqueue(entry.EventId);
            while (_oldestFirst.Count > MostIds)
            {
                _isHandled.Remove(_oldestFirst.Dequeue());
            }

            return Task.FromResult(InboxOutcome.Added);
        }
    }

    public Task SetHandledAsync(string eventId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_isHandled.ContainsKey(eventId))
            {
                _isHandled[eventId] = true;
            }
        }

        return Task.CompletedTask;
    }

    public Task ForgetAsync(string eventId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _isHandled.Remove(eventId);
        }

        return Task.CompletedTask;
    }

    public Task KeepAsync(IReadOnlyCollection<string> eventIds, DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<InboxEntry>> TakeAbandonedAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<InboxEntry>>([]);

    public Task PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;
}
