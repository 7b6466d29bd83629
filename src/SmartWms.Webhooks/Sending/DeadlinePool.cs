using System.Collections.Concurrent;

namespace SmartWms.Webhooks.Sending;

/// <summary>Deadlines that are used again: a fresh timer and its registrations cost more than everything else that an attempt allocates.</summary>
internal sealed class DeadlinePool(TimeProvider time)
{
    private const int Kept = 256;

    private readonly ConcurrentQueue<CancellationTokenSource> _free = [];

    /// <summary>A source that cancels itself after this long.</summary>
    public CancellationTokenSource Rent(TimeSpan after)
    {
        if (!_free.TryDequeue(out var source))
        {
            return new CancellationTokenSource(after, time);
        }

        source.CancelAfter(after);
        return source;
    }

    /// <summary>Takes one back; what has fired, or runs on another clock than the system's, cannot be reset and is dropped.</summary>
    public void Return(CancellationTokenSource source)
    {
        if (source.TryReset() && _free.Count < Kept)
        {
            _free.Enqueue(source);
        }
        else
        {
            source.Dispose();
        }
    }
}
