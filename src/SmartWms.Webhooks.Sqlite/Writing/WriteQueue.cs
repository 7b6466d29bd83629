using System.Diagnostics.CodeAnalysis;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Sqlite.Writing;

/// <summary>What waits for the writer: publishes, bounded in number, and everything else, bounded by what the engine has in flight.</summary>
internal sealed class WriteQueue(int maxPublishes)
{
    private readonly object _gate = new();
    private readonly Queue<WriteOperation> _publishes = new();
    private readonly Queue<WriteOperation> _others = new();
    private bool _isClosed;

    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _isClosed;
            }
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _publishes.Count + _others.Count == 0;
            }
        }
    }

    public void Add(WriteOperation operation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SqliteStores));
            if (operation.Kind == WriteKind.Add && _publishes.Count >= maxPublishes)
            {
                throw new StoreBusyException($"{maxPublishes} publishes are already waiting for the SQLite file. Nothing was stored; publish again later.");
            }

            (operation.Kind == WriteKind.Add ? _publishes : _others).Enqueue(operation);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Blocks the writer until there is work, the time is over, or the queue is closed.</summary>
    /// <returns>Whether there is work.</returns>
    public bool Wait(int milliseconds)
    {
        lock (_gate)
        {
            if (_publishes.Count + _others.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_gate, milliseconds);
            }

            return _publishes.Count + _others.Count > 0;
        }
    }

    public bool TryTake(bool publishesFirst, [NotNullWhen(true)] out WriteOperation? operation)
    {
        lock (_gate)
        {
            var (first, second) = publishesFirst ? (_publishes, _others) : (_others, _publishes);
            while (first.TryDequeue(out operation) || second.TryDequeue(out operation))
            {
                if (operation.TryTake())
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Takes out a publish that began to wait before the given timestamp.</summary>
    public bool TryTakeExpired(long before, [NotNullWhen(true)] out WriteOperation? operation)
    {
        lock (_gate)
        {
            while (_publishes.TryPeek(out operation) && operation.EnqueuedAt <= before)
            {
                _publishes.Dequeue();
                if (operation.TryTake())
                {
                    return true;
                }
            }

            operation = null;
            return false;
        }
    }

    /// <summary>Takes nothing more in; what waits is still served.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
