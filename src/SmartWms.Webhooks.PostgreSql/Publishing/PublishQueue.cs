using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.PostgreSql.Publishing;

/// <summary>Publishes that come together share a transaction. Nobody waits for a time to pass: while one batch is on its way the next one gathers.</summary>
internal sealed class PublishQueue(Func<IReadOnlyList<WaitingPublish>, Task> writeAsync)
{
    /// <summary>Events in one transaction; a publish that is larger goes alone.</summary>
    public const int MaxEvents = 500;

    /// <summary>Publishes that may wait, as in every store (R21).</summary>
    public const int MaxWaiting = 10_000;

    /// <summary>Connections that write at once, at most. The first takes everything; another starts only when more waits than one transaction should hold.</summary>
    private const int MaxFlushers = 4;

    private readonly object _gate = new();
    private readonly Queue<WaitingPublish> _waiting = new();
    private int _flushers;
    private int _events;

    public async Task<AddResult> AddAsync(WaitingPublish publish, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using (publish)
        {
            var starts = false;
            lock (_gate)
            {
                if (_waiting.Count >= MaxWaiting)
                {
                    throw new StoreBusyException($"{MaxWaiting} publishes are already waiting for PostgreSQL. Nothing was stored; publish again later.");
                }

                _waiting.Enqueue(publish);
                _events += publish.Events.Count;
                if (_flushers == 0 || (_flushers < MaxFlushers && _events > MaxEvents))
                {
                    _flushers++;
                    starts = true;
                }
            }

            publish.CallOffWith(cancellationToken);
            if (starts)
            {
                _ = Task.Run(FlushAsync, CancellationToken.None);
            }

            return await publish.Answer.ConfigureAwait(false);
        }
    }

    private async Task FlushAsync()
    {
        while (TakeBatch() is { } batch)
        {
            try
            {
                await writeAsync(batch).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // Whatever went wrong is the publishers' to know; the next batch has its own chance.
                foreach (var publish in batch)
                {
                    publish.Fail(exception);
                }
            }
        }
    }

    /// <returns>What can go together, or <see langword="null"/> when this flusher has nothing more to do.</returns>
    private List<WaitingPublish>? TakeBatch()
    {
        lock (_gate)
        {
            var batch = new List<WaitingPublish>();
            var events = 0;
            while (_waiting.TryPeek(out var publish) && (batch.Count == 0 || events + publish.Events.Count <= MaxEvents))
            {
                _waiting.Dequeue();
                _events -= publish.Events.Count;
                if (publish.Take())
                {
                    batch.Add(publish);
                    events += publish.Events.Count;
                }
            }

            if (batch.Count > 0)
            {
                return batch;
            }

            _flushers--;
            return null;
        }
    }
}
