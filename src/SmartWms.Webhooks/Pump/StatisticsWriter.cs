using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Retention;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>Stores every 10 seconds what this node has counted, apart from the results themselves: a chart never slows or fails a delivery.</summary>
internal sealed class StatisticsWriter(WebhookStores stores, AttemptTally tally, RetentionOptions retention, EngineClock clock, ILogger<StatisticsWriter> logger) : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly WakeUp _wakeUp = new(clock.Local);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Task _writing = Task.CompletedTask;
    private volatile bool _hasFailed;

    public void Start()
    {
        if (stores.Statistics is { } store)
        {
            _writing = Task.Run(() => RunAsync(store, _stopping.Token), CancellationToken.None);
        }
    }

    /// <summary>Stores what is left.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await WriteNowAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Stores what was counted until now; what cannot be stored is kept for later.</summary>
    public Task WriteNowAsync(CancellationToken cancellationToken) => stores.Statistics is { } store ? WriteAsync(store, cancellationToken) : Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Dispose();
        _wakeUp.Dispose();
        _turn.Dispose();
    }

    private async Task RunAsync(IStatisticsStore store, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await _wakeUp.WaitAsync(Interval, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stopping.IsCancellationRequested)
            {
                await WriteAsync(store, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One after the other: whoever comes while another writes finds all of it stored.</summary>
    private async Task WriteAsync(IStatisticsStore store, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await StoreAsync(store, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task StoreAsync(IStatisticsStore store, CancellationToken cancellationToken)
    {
        // A receiver's long answer began long ago, and a store that was away too: what is older than anyone will look at is left out.
        var oldest = clock.Now - retention.Statistics;
        IReadOnlyList<AttemptCount> counts = [.. tally.Take().Where(count => count.Since >= oldest)];
        if (counts.Count == 0)
        {
            return;
        }

        try
        {
            await store.AddAsync(counts, cancellationToken).ConfigureAwait(false);
            _hasFailed = false;
        }
        catch (Exception exception)
        {
            tally.GiveBack(counts);
            if (!_hasFailed && !cancellationToken.IsCancellationRequested)
            {
                _hasFailed = true;
                Log.StatisticsFailed(logger, exception, exception.GetType().Name, Interval);
            }
        }
    }
}
