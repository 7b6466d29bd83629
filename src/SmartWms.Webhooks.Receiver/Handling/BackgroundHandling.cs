using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Receiver.Diagnostics;
using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>Handles what waits, several at once, and again what failed; takes over what a process that died had not handled. On a stop, what runs is finished and what waits is handled by the next start of a durable inbox.</summary>
internal sealed class BackgroundHandling(
    WebhookQueue queue, IWebhookInbox inbox, BackgroundAttempt attempt, IOptionsMonitor<WmsWebhookReceiverOptions> options, TimeProvider time, ILogger<BackgroundHandling> logger) : BackgroundService
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Complete();
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var handlers = Enumerable.Range(0, options.CurrentValue.Concurrency).Select(_ => HandleAsync(stoppingToken));
        return Task.WhenAll(handlers.Append(SweepAsync(stoppingToken)));
    }

    private async Task HandleAsync(CancellationToken stopping)
    {
        await foreach (var entry in queue.Entries.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (!stopping.IsCancellationRequested)
            {
                await attempt.RunAsync(entry, stopping).ConfigureAwait(false);
            }

            queue.Free();
        }
    }

    /// <summary>At the start and every minute: what nobody finished, and what need not be remembered any more.</summary>
    private async Task SweepAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(SweepInterval, time);
        do
        {
            try
            {
                foreach (var entry in await inbox.TakeAbandonedAsync(time.GetUtcNow(), stopping).ConfigureAwait(false))
                {
                    if (!queue.TryReserve())
                    {
                        break;      // taken again once it is abandoned again
                    }

                    queue.TryAdd(entry);
                }

                await inbox.PurgeAsync(time.GetUtcNow(), stopping).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                Log.SweepFailed(logger, exception, exception.GetType().Name);
            }
        }
        while (await NextAsync(timer, stopping).ConfigureAwait(false));
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
