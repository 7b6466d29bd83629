using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Pump;

/// <summary>Says every 10 seconds that this node is there, and learns with whom it shares the rate limits and what the store's clock shows. Without a node store it does nothing.</summary>
internal sealed class Heartbeat(
    WebhookStores stores, ThisNode node, LaneSet lanes, EngineClock clock, ClockOffsetWatch watch, PumpOptions options, ILogger<Heartbeat> logger) : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>A clock that was wrong by this much put a wrong time on the row, too.</summary>
    private static readonly TimeSpan WorthAnother = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _oneBeat = new(1, 1);
    private Task _beating = Task.CompletedTask;
    private bool _hasFailed;

    /// <summary>The first beat, so that the clock is right and the others are known before anything runs; then one every 10 seconds.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (stores.Nodes is not { } store)
        {
            return;
        }

        var before = clock.Offset;
        await BeatAsync(store, cancellationToken).ConfigureAwait(false);
        if ((clock.Offset - before).Duration() > WorthAnother)
        {
            await BeatAsync(store, cancellationToken).ConfigureAwait(false);
        }

        _beating = Task.Run(() => RunAsync(store, _stopping.Token), CancellationToken.None);
    }

    /// <summary>Says now that something has changed; when this returns, every node and every page reads it. A store that fails is logged, never thrown: the next beat says it.</summary>
    public async Task SayAsync(CancellationToken cancellationToken)
    {
        if (stores.Nodes is { } store)
        {
            await BeatAsync(store, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The others need not wait until this node is missed.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stores.Nodes is { } store)
        {
            // After a beat that is under way: it would put the row back. Those that come later see that it is over.
            var turn = _oneBeat.WaitAsync(cancellationToken);
            await turn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await store.LeaveAsync(node.Instance, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (turn.IsCompletedSuccessfully)
            {
                _oneBeat.Release();
            }
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _oneBeat.Dispose();
    }

    private async Task RunAsync(INodeStore store, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(Interval, clock.Local, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await BeatAsync(store, stopping).ConfigureAwait(false);
        }
    }

    private async Task BeatAsync(INodeStore store, CancellationToken cancellationToken)
    {
        // One after the other, so that an older state is never written over a newer one.
        await _oneBeat.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            var began = clock.Local.GetTimestamp();
            var result = await store.BeatAsync(node.Beat(), clock.Now, cancellationToken).ConfigureAwait(false);
            if (options.ClockOffset == ClockOffset.Measured)
            {
                clock.Observe(result.StoreTime, clock.Local.GetElapsedTime(began));
                watch.Look();
            }

            Divide(result.Live);
            _hasFailed = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                Log.BeatFailed(logger, exception, options.NodeName, exception.GetType().Name, Interval);
            }
        }
        finally
        {
            _oneBeat.Release();
        }
    }

    private void Divide(IReadOnlyList<StoredNode> live)
    {
        var others = live.Count(other => other.Beat is { Role: NodeRole.Delivers, State: NodeState.Running } beat && beat.Instance != node.Instance);
        if (lanes.DivideRates(others + 1))
        {
            Log.NodesChanged(logger, others + 1);
        }
    }
}
