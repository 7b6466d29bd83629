using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>What was acknowledged and waits for its handler. A place is taken before the acknowledgement, so that nothing is acknowledged and then refused.</summary>
internal sealed class WebhookQueue(IOptions<WmsWebhookReceiverOptions> options)
{
    private readonly Channel<QueueItem> _items = Channel.CreateUnbounded<QueueItem>();
    private readonly ConcurrentDictionary<string, bool> _here = new(StringComparer.Ordinal);
    private readonly int _length = options.Value.QueueLength;
    private int _taken;

    public ChannelReader<QueueItem> Items => _items.Reader;

    /// <summary>The events that wait here or are being handled, also inside a request.</summary>
    public ICollection<string> EventIds => _here.Keys;

    /// <summary>An event is handled inside its request.</summary>
    public void Enter(string eventId) => _here.TryAdd(eventId, true);

    /// <summary>No longer.</summary>
    public void Leave(string eventId) => _here.TryRemove(eventId, out _);

    public bool TryReserve()
    {
        if (Interlocked.Increment(ref _taken) <= _length)
        {
            return true;
        }

        Unreserve();
        return false;
    }

    /// <summary>The place of an entry that never came.</summary>
    public void Unreserve() => Interlocked.Decrement(ref _taken);

    /// <summary>Puts an entry into its reserved place. False, and the place is kept, when it is here already or the host stops.</summary>
    public bool TryAdd(InboxEntry entry)
    {
        if (!_here.TryAdd(entry.EventId, true))
        {
            return false;
        }

        if (_items.Writer.TryWrite(new QueueItem(entry, 0)))
        {
            return true;
        }

        _here.TryRemove(entry.EventId, out _);
        return false;
    }

    /// <summary>An entry whose handler failed, after its wait. False once the host stops.</summary>
    public bool TryAddAgain(QueueItem item) => _items.Writer.TryWrite(item);

    /// <summary>An entry was handled, or is left.</summary>
    public void Remove(QueueItem item)
    {
        Leave(item.Entry.EventId);
        FreePlace(item);
    }

    /// <summary>The place of an entry whose handler has run for the first time.</summary>
    public void FreePlace(QueueItem item)
    {
        if (item.Failures == 0)
        {
            Unreserve();
        }
    }

    public void Complete() => _items.Writer.TryComplete();
}
