using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Receiver.Diagnostics;
using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>Handles one entry in the background: again after each failure, until it succeeds or is given up.</summary>
internal sealed class BackgroundAttempt(HandlerRun run, IWebhookInbox inbox, IOptionsMonitor<WmsWebhookReceiverOptions> options, TimeProvider time, ILogger<BackgroundAttempt> logger)
{
    public async Task RunAsync(InboxEntry entry, CancellationToken stopping)
    {
        try
        {
            if (!WebhookEnvelope.TryRead(entry.Body, out var received))
            {
                await inbox.ForgetAsync(entry.EventId, stopping).ConfigureAwait(false);
                return;
            }

            var waits = options.CurrentValue.HandlerRetries;
            for (var attempt = 0; ; attempt++)
            {
                if (await TryAsync(entry, received, attempt, stopping).ConfigureAwait(false))
                {
                    await inbox.SetHandledAsync(entry.EventId, time.GetUtcNow(), stopping).ConfigureAwait(false);
                    return;
                }

                if (attempt >= waits.Count)
                {
                    Log.GivenUp(logger, received.Id, received.Type, attempt + 1);
                    await inbox.ForgetAsync(entry.EventId, stopping).ConfigureAwait(false);
                    return;
                }

                await Task.Delay(waits[attempt], time, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Log.LeftUnhandled(logger, entry.EventId);
        }
        catch (Exception exception)
        {
            // The inbox fails: a durable one gives the entry out again once it counts as abandoned.
            Log.InboxFailed(logger, exception, exception.GetType().Name);
        }
    }

    private async Task<bool> TryAsync(InboxEntry entry, WebhookEvent received, int attempt, CancellationToken stopping)
    {
        try
        {
            await run.RunAsync(entry, received, stopping).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            Log.HandlerFailed(logger, exception, received.Id, received.Type, attempt + 1);
            return false;
        }
    }
}
