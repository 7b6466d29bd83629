using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Receiver.Diagnostics;
using SmartWms.Webhooks.Receiver.Hosting;
using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>
/// Handles what waits, several at once, and again what failed; takes over what a process that died had not handled. A stop finishes what waits and what runs, as long as the host gives it;
/// what would have to wait for another run is left.
/// </summary>
internal sealed class BackgroundHandling(WebhookQueue queue, IWebhookInbox inbox, BackgroundAttempt attempt, ReceiverSettings settings, TimeProvider time, ILogger<BackgroundHandling> logger)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cut = new();
    private readonly ConcurrentDictionary<Task, bool> _waiting = new();
    private Task _handling = Task.CompletedTask;
    private Task _sweeping = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var (stopping, cut) = (_stopping.Token, _cut.Token);
        _handling = Task.WhenAll(Enumerable.Range(0, settings.Current.Concurrency).Select(_ => Task.Run(() => HandleAsync(cut), CancellationToken.None)));
        _sweeping = Task.Run(() => SweepAsync(stopping), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Complete();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await EndAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cancellationToken.IsCancellationRequested)
        {
            await _cut.CancelAsync().ConfigureAwait(false);     // what still runs is told that the host waits no longer
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _cut.Dispose();
    }

    private async Task EndAsync()
    {
        await _handling.ConfigureAwait(false);
        await Task.WhenAll(_waiting.Keys).ConfigureAwait(false);
        await _sweeping.ConfigureAwait(false);
    }

    private async Task HandleAsync(CancellationToken cut)
    {
        await foreach (var item in queue.Items.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (await attempt.RunAsync(item, cut).ConfigureAwait(false) is { } wait)
            {
                // Waiting takes neither a handler's place nor the queue's: events whose handler fails must not keep the others from being handled.
                queue.Failed(item);
                var waiting = AgainAsync(item with { Failures = item.Failures + 1 }, wait);
                _waiting.TryAdd(waiting, true);
                _ = waiting.ContinueWith(ended => _waiting.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            else
            {
                queue.Remove(item);
            }
        }
    }

    private async Task AgainAsync(QueueItem item, TimeSpan wait)
    {
        await Task.Delay(wait, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_stopping.IsCancellationRequested || !queue.TryAddAgain(item))
        {
            Log.LeftUnhandled(logger, null, item.Entry.EventId);
            queue.Remove(item);
        }
    }

    /// <summary>At the start and every minute: keeps what is here from being taken by others, takes what nobody finished, forgets what need not be remembered.</summary>
    private async Task SweepAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(SweepInterval, time);
        do
        {
            try
            {
                await SweepOnceAsync(stopping).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                if (!stopping.IsCancellationRequested)
                {
                    Log.SweepFailed(logger, exception, exception.GetType().Name);
                }
            }
        }
        while (await NextAsync(timer, stopping).ConfigureAwait(false));
    }

    private async Task SweepOnceAsync(CancellationToken stopping)
    {
        await inbox.KeepAsync([.. queue.EventIds], time.GetUtcNow(), stopping).ConfigureAwait(false);
        if (queue.HasPlace)     // else it is left to other nodes: what is taken here and not handled would be kept from them
        {
            await TakeAbandonedAsync(stopping).ConfigureAwait(false);
        }

        await inbox.PurgeAsync(time.GetUtcNow(), stopping).ConfigureAwait(false);
    }

    private async Task TakeAbandonedAsync(CancellationToken stopping)
    {
        foreach (var entry in await inbox.TakeAbandonedAsync(time.GetUtcNow(), stopping).ConfigureAwait(false))
        {
            if (!queue.TryReserve())
            {
                break;      // taken again once it is abandoned again
            }

            if (!queue.TryAdd(entry))
            {
                queue.Unreserve();
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
