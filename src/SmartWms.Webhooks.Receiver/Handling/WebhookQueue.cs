using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>
/// What was acknowledged and waits for its handler. A place is taken before the acknowledgement, so that nothing is acknowledged and then refused.
/// What failed gives its place back, so that others are handled, and is counted apart: once as many wait for another run as there are places, no place is given until one of them is handled or given up.
/// </summary>
internal sealed class WebhookQueue(IOptions<WmsWebhookReceiverOptions> options)
{
    private readonly Channel<QueueItem> _items = Channel.CreateUnbounded<QueueItem>();
    private readonly ConcurrentDictionary<string, bool> _here = new(StringComparer.Ordinal);
    private readonly int _length = options.Value.QueueLength;
    private readonly Lock _lock = new();
    private int _taken;
    private int _failed;
    private int _coming;
    private bool _isComplete;

    public ChannelReader<QueueItem> Items => _items.Reader;

    /// <summary>The events that wait here or are being handled, also inside a request.</summary>
    public ICollection<string> EventIds => _here.Keys;

    /// <summary>An event is handled inside its request.</summary>
    public void Enter(string eventId) => _here.TryAdd(eventId, true);

    /// <summary>No longer.</summary>
    public void Leave(string eventId) => _here.TryRemove(eventId, out _);

    /// <summary>Whether the host stops: what has a place already still comes, and nothing else.</summary>
    public bool IsComplete => Volatile.Read(ref _isComplete);

    /// <summary>Whether a place could be taken; another may be faster.</summary>
    public bool HasPlace
    {
        get
        {
            lock (_lock)
            {
                return IsPlaceFree;
            }
        }
    }

    /// <summary>Under the lock. Those that have a place may all fail, so up to twice as many as there are places are here at the most.</summary>
    private bool IsPlaceFree => !_isComplete && _taken < _length && _failed < _length;

    /// <summary>Takes a place; <see cref="TryAdd"/> or <see cref="Unreserve"/> has to follow. False when there is none, too many wait for another run, or the host stops.</summary>
    public bool TryReserve()
    {
        lock (_lock)
        {
            if (!IsPlaceFree)
            {
                return false;
            }

            _taken++;
            _coming++;
            return true;
        }
    }

    /// <summary>The place of an entry that never came.</summary>
    public void Unreserve()
    {
        lock (_lock)
        {
            _taken--;
            Came();
        }
    }

    /// <summary>Puts an entry into its reserved place. False, and the place is kept, when it is here already.</summary>
    public bool TryAdd(InboxEntry entry)
    {
        if (!_here.TryAdd(entry.EventId, true))
        {
            return false;
        }

        lock (_lock)
        {
            _items.Writer.TryWrite(new QueueItem(entry, 0));
            Came();
            return true;
        }
    }

    /// <summary>An entry whose handler failed, after its wait. False once the host stops.</summary>
    public bool TryAddAgain(QueueItem item) => _items.Writer.TryWrite(item);

    /// <summary>The handler of an entry has failed and is to run again: at the first time the entry's place is free, and it counts among those that wait for another run.</summary>
    /// <param name="item">As it was run, this failure not counted yet.</param>
    public void Failed(QueueItem item)
    {
        if (item.Failures == 0)
        {
            lock (_lock)
            {
                _taken--;
                _failed++;
            }
        }
    }

    /// <summary>An entry was handled or given up, or is left.</summary>
    public void Remove(QueueItem item)
    {
        Leave(item.Entry.EventId);
        lock (_lock)
        {
            if (item.Failures == 0)
            {
                _taken--;
            }
            else
            {
                _failed--;
            }
        }
    }

    /// <summary>
    /// Takes nothing more, once those that have a place have come: one that was kept in the inbox and refused here would be lost when a repetition of it was acknowledged in between.
    /// </summary>
    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            CompleteWhenAllCame();
        }
    }

    private void Came()
    {
        _coming--;
        CompleteWhenAllCame();
    }

    private void CompleteWhenAllCame()
    {
        if (_isComplete && _coming == 0)
        {
            _items.Writer.TryComplete();
        }
    }
}
