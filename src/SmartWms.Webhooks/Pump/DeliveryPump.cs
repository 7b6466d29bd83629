using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>Takes due work, starts it, and stops in order. A failing store makes it back off; it recovers by itself.</summary>
internal sealed class DeliveryPump(
    ClaimStep claims, DeliveryStep step, ResultRecorder recorder, RunningAttempts running, LaneSet lanes, WakeUp wakeUp, PumpHealth health,
    EngineClock clock, PumpOptions options, LaneOptions laneOptions, ILogger<DeliveryPump> logger) : IHandOff, IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopClaiming = new();
    private readonly CancellationTokenSource _giveUp = new();
    private Task _claiming = Task.CompletedTask;
    private Task _recording = Task.CompletedTask;
    private TaskCompletionSource? _parked;
    private volatile bool _isRunning;
    private volatile bool _isDraining;
    private volatile bool _isHeldUp;
    private int _emptyLooks;

    public TimeSpan Lease => options.Lease;

    public bool IsDraining => _isDraining;

    /// <summary>How often it has looked for work and found none, or was held up by results that are not stored: a test that moves time waits for the next.</summary>
    public int EmptyLooks => Volatile.Read(ref _emptyLooks);

    public void Start()
    {
        _isRunning = true;
        _recording = Task.Run(() => recorder.RunAsync(_giveUp.Token));
        _claiming = Task.Run(() => ClaimAsync(_stopClaiming.Token));
        Log.PumpStarted(logger, options.NodeName, laneOptions.MaxInFlight, options.Lease);
    }

    /// <summary>Claims and takes over nothing more until <see cref="Resume"/>. Ends when nothing is under way any more and every result is stored.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var parked = Interlocked.CompareExchange(ref _parked, mine, null) ?? mine;
        _isDraining = true;
        wakeUp.Set();
        if (!_isRunning)
        {
            Park();
        }

        await parked.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        await running.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(false);

        // A stop that gives the store up ends this, too.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _giveUp.Token);
        await recorder.WhenStoredAsync().WaitAsync(either.Token).ConfigureAwait(false);
    }

    /// <summary>Takes work again. What was published meanwhile is due in the store: nothing may overtake it.</summary>
    public void Resume()
    {
        lanes.AssumeBacklog();
        _isDraining = false;
        Park();
        wakeUp.Set();
    }

    /// <summary>Claims nothing more, waits for what runs up to the grace, cuts the rest, and stores every result. Waits for nothing any more once the host gives up.</summary>
    public async Task StopAsync(CancellationToken hostGivesUp)
    {
        if (!_isRunning)
        {
            return;
        }

        _isRunning = false;
        using var registration = hostGivesUp.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _giveUp);
        await _stopClaiming.CancelAsync().ConfigureAwait(false);
        await _claiming.WaitAsync(_giveUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Park();
        var drained = running.StopAsync();
        var grace = Task.Delay(options.ShutdownGrace, clock.Local, hostGivesUp);
        var aborted = 0;
        if (await Task.WhenAny(drained, grace).ConfigureAwait(false) != drained)
        {
            aborted = running.Abort();
            await drained.WaitAsync(hostGivesUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        recorder.Complete();
        await _recording.WaitAsync(_giveUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Log.PumpStopped(logger, options.NodeName, aborted);
    }

    public long TryReserve(SubscriptionSnapshot subscription, DateTimeOffset now)
    {
        // Counted before looking: a stop waits for every publish that holds a slot.
        running.Begin();
        if (recorder.IsBehind)
        {
            // It will be due in the store. Until the pump goes on and has looked, nothing may overtake it.
            _isHeldUp = true;
        }

        if (_isRunning && !_isDraining && !_isHeldUp && subscription.IsActive && lanes.TryReserveHandOff(subscription, now))
        {
            return LeaseTokens.Next();
        }

        running.End();
        return 0;
    }

    public void GiveBack(SubscriptionId subscription)
    {
        lanes.Unreserve(subscription, 1);
        running.End();
    }

    public void Start(ClaimedDelivery delivery, TimeSpan reservedAt) => new WorkItem(delivery, delivery.Subscription, reservedAt + options.Lease).Queue(step);

    void IHandOff.WakeUp() => wakeUp.Set();

    public void Dispose()
    {
        _stopClaiming.Dispose();
        _giveUp.Dispose();
    }

    private async Task ClaimAsync(CancellationToken stopping)
    {
        var pause = ShortestPause;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (_isDraining)
                {
                    Park();
                    await wakeUp.WaitAsync(options.PollInterval, stopping).ConfigureAwait(false);
                    continue;
                }

                if (recorder.IsBehind)
                {
                    _isHeldUp = true;
                    Interlocked.Increment(ref _emptyLooks);
                    await wakeUp.WaitAsync(options.PollInterval, stopping).ConfigureAwait(false);
                    continue;
                }

                if (_isHeldUp)
                {
                    lanes.AssumeBacklog();
                    _isHeldUp = false;
                }

                var work = await claims.TakeAsync(stopping).ConfigureAwait(false);
                foreach (var item in work.Items)
                {
                    running.Begin();
                    item.Queue(step);
                }

                if (health.ClaimFailure is not null)
                {
                    (health.ClaimFailure, pause) = (null, ShortestPause);
                    Log.ClaimRecovered(logger);
                }

                if (work.Items.Count == 0)
                {
                    await SetAsideAsync(stopping).ConfigureAwait(false);
                    Interlocked.Increment(ref _emptyLooks);
                    await wakeUp.WaitAsync(work.LookAgainAt - clock.Now, stopping).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                health.ClaimFailure = exception.GetType().Name;
                Log.ClaimFailed(logger, exception, exception.GetType().Name, pause);
                await Task.Delay(pause, clock.Local, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>Whoever waits for the claiming to pause has waited long enough.</summary>
    private void Park() => Interlocked.Exchange(ref _parked, null)?.TrySetResult();

    private async Task SetAsideAsync(CancellationToken stopping)
    {
        foreach (var delivery in await claims.TakeOverdueAsync(stopping).ConfigureAwait(false))
        {
            recorder.Add(step.KeptBack(delivery));
        }
    }
}
