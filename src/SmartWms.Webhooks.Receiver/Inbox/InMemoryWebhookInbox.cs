namespace SmartWms.Webhooks.Receiver.Inbox;

/// <summary>
/// Remembers ids while the process lives, the last 100,000. What was acknowledged and not yet handled is lost when the process dies: where that matters, use the database inbox, or handle inline.
/// </summary>
internal sealed class InMemoryWebhookInbox : IWebhookInbox
{
    private const int MostIds = 100_000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestFirst = new();

    public Task<bool> TryAddAsync(InboxEntry entry, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_known.Add(entry.EventId))
            {
                return Task.FromResult(false);
            }

            _oldestFirst.Enqueue(entry.EventId);
            while (_oldestFirst.Count > MostIds)
            {
                _known.Remove(_oldestFirst.Dequeue());
            }

            return Task.FromResult(true);
        }
    }

    public Task SetHandledAsync(string eventId, DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ForgetAsync(string eventId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _known.Remove(eventId);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<InboxEntry>> TakeAbandonedAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<InboxEntry>>([]);

    public Task PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;
}
