namespace SmartWms.Webhooks.Pump;

/// <summary>Wakes one waiting loop, or lets its next wait pass at once. Signals that come together wake once.</summary>
internal sealed class WakeUp(TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);
    private int _set;

    public void Set()
    {
        if (Interlocked.Exchange(ref _set, 1) == 0)
        {
            _signal.Release();
        }
    }

    /// <summary>Waits for a signal, at most this long.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _set) == 0 && atMost <= TimeSpan.Zero)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(atMost > TimeSpan.Zero ? atMost : TimeSpan.FromMilliseconds(1), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _signal.WaitAsync(either.Token).ConfigureAwait(false);
            Volatile.Write(ref _set, 0);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over: look without having been woken.
            return;
        }
    }

    public void Dispose() => _signal.Dispose();
}
