using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>
/// Stores results in batches that form by themselves while the batch before is being committed. A store that fails is tried again until it works; the pump takes nothing more
/// while too many results wait for it.
/// </summary>
internal sealed class ResultRecorder(
    IDeliveryStore store, ResultFollowUp followUp, WakeUp wakeUp, PumpHealth health, EngineClock clock, ILogger<ResultRecorder> logger, int mostWaiting = 4096)
{
    private const int BatchSize = 512;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Without a bound of its own: the result of a request that was made has nowhere else to be. What is behind stops the requests instead.
    private readonly Channel<RecordItem> _items = Channel.CreateUnbounded<RecordItem>(new UnboundedChannelOptions { SingleReader = true });
    private TaskCompletionSource? _allStored;
    private int _waiting;
    private volatile bool _isBehind;

    /// <summary>
    /// So many results wait that nothing more may be taken, or a crash would repeat all of them. That lasts until every one is stored: after an outage longer than a lease, a claim would
    /// find due what only waits here for its turn.
    /// </summary>
    public bool IsBehind => _isBehind;

    /// <summary>Never waits. Fails after <see cref="Complete"/>: the lease ends by itself.</summary>
    public void Add(RecordItem item)
    {
        // Counted before it can be stored: whoever sees nothing waiting may rely on it.
        if (Interlocked.Increment(ref _waiting) >= mostWaiting)
        {
            _isBehind = true;
        }

        if (!_items.Writer.TryWrite(item))
        {
            Leave(1);
            throw new ChannelClosedException();
        }
    }

    public void Complete() => _items.Writer.TryComplete();

    /// <summary>Ends when everything that was added is stored; never, when a stop gives the store up.</summary>
    public Task WhenStoredAsync()
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stored = Interlocked.CompareExchange(ref _allStored, mine, null) ?? mine;
        if (Volatile.Read(ref _waiting) == 0)
        {
            Interlocked.Exchange(ref _allStored, null)?.TrySetResult();
        }

        return stored.Task;
    }

    /// <summary>Runs until everything is stored after <see cref="Complete"/>, or until a failing store has to be given up at the end of a stop.</summary>
    public async Task RunAsync(CancellationToken giveUp)
    {
        var batch = new List<RecordItem>(BatchSize);
        while (await _items.Reader.WaitToReadAsync(giveUp).ConfigureAwait(false))
        {
            while (batch.Count < BatchSize && _items.Reader.TryRead(out var item))
            {
                batch.Add(item);
            }

            await StoreAsync(batch, giveUp).ConfigureAwait(false);
            Leave(batch.Count);
            batch.Clear();
        }
    }

    private void Leave(int count)
    {
        if (Interlocked.Add(ref _waiting, -count) > 0)
        {
            return;
        }

        Interlocked.Exchange(ref _allStored, null)?.TrySetResult();
        if (_isBehind)
        {
            _isBehind = false;
            wakeUp.Set();       // what is due has waited for this
        }
    }

    private async Task StoreAsync(List<RecordItem> batch, CancellationToken giveUp)
    {
        var pause = ShortestPause;
        List<RecordItem> results = [.. batch.Where(item => item.Record is not null)];
        List<DeliveryRelease> releases = [.. batch.Where(item => item.Record is null).Select(item => item.Release)];
        while (results.Count + releases.Count > 0)
        {
            try
            {
                if (results.Count > 0)
                {
                    var stored = await store.RecordAsync([.. results.Select(item => item.Record!)], clock.Now, CancellationToken.None).ConfigureAwait(false);
                    followUp.Stored(results, stored);
                    results.Clear();
                }

                if (releases.Count > 0)
                {
                    await store.ReleaseAsync(releases, CancellationToken.None).ConfigureAwait(false);
                    releases.Clear();
                    wakeUp.Set();       // what was given back may be due
                }

                health.RecordFailure = null;
            }
            catch (Exception exception) when (!giveUp.IsCancellationRequested)
            {
                health.RecordFailure = exception.GetType().Name;
                Log.RecordFailed(logger, exception, exception.GetType().Name, pause);
                await Task.Delay(pause, clock.Local, giveUp).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }
}
