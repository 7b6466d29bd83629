using System.Threading.Channels;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>What was acknowledged and waits for its handler. A place is taken before the acknowledgement, so that nothing is acknowledged and then refused.</summary>
internal sealed class WebhookQueue(IOptions<WmsWebhookReceiverOptions> options)
{
    private readonly Channel<InboxEntry> _entries = Channel.CreateUnbounded<InboxEntry>();
    private readonly int _length = options.Value.QueueLength;
    private int _taken;

    public ChannelReader<InboxEntry> Entries => _entries.Reader;

    public bool TryReserve()
    {
        if (Interlocked.Increment(ref _taken) <= _length)
        {
            return true;
        }

        Free();
        return false;
    }

    /// <summary>The place of an entry that was handled, or of one that never came.</summary>
    public void Free() => Interlocked.Decrement(ref _taken);

    /// <summary>Puts an entry into its reserved place. False once the host stops.</summary>
    public bool TryAdd(InboxEntry entry) => _entries.Writer.TryWrite(entry);

    public void Complete() => _entries.Writer.TryComplete();
}
