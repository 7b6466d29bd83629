using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>Stores results in batches that form by themselves while the batch before is being committed. A store that fails is tried again until it works.</summary>
internal sealed class ResultRecorder(IDeliveryStore store, ResultFollowUp followUp, WakeUp wakeUp, PumpHealth health, EngineClock clock, ILogger<ResultRecorder> logger)
{
    private const int BatchSize = 512;

    // Back-pressure for the step: more unrecorded results than this and sends wait, so that a crash repeats few of them.
    private const int Waiting = 4096;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Channel<RecordItem> _items = Channel.CreateBounded<RecordItem>(new BoundedChannelOptions(Waiting) { SingleReader = true });

    public ValueTask AddAsync(RecordItem item) =>
        _items.Writer.TryWrite(item) ? ValueTask.CompletedTask : _items.Writer.WriteAsync(item, CancellationToken.None);

    public void Complete() => _items.Writer.TryComplete();

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
            batch.Clear();
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
