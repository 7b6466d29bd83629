using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Receiver.Diagnostics;
using SmartWms.Webhooks.Receiver.Hosting;
using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>Handles one entry in the background, once, and says what becomes of it.</summary>
internal sealed class BackgroundAttempt(HandlerRun run, IWebhookInbox inbox, ReceiverSettings settings, TimeProvider time, ILogger<BackgroundAttempt> logger)
{
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];

    /// <param name="item">What is to be handled.</param>
    /// <param name="cut">The host waits no longer.</param>
    /// <returns>The wait before the next run; <see langword="null"/> when there is none: it was handled, given up, or is left.</returns>
    public async Task<TimeSpan?> RunAsync(QueueItem item, CancellationToken cut)
    {
        var eventId = item.Entry.EventId;
        try
        {
            cut.ThrowIfCancellationRequested();
            if (!WebhookEnvelope.TryRead(item.Entry.Body, out var received))
            {
                throw new InvalidOperationException($"What the inbox kept for {eventId} is no event.");
            }

            if (await TryAsync(item, received, cut).ConfigureAwait(false))
            {
                await inbox.SetHandledAsync(eventId, time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
                return null;
            }

            var waits = settings.Current.HandlerRetries ?? Waits;
            if (item.Failures < waits.Count)
            {
                return waits[item.Failures];
            }

            Log.GivenUp(logger, eventId, received.Type, item.Failures + 1);
            await inbox.ForgetAsync(eventId, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (cut.IsCancellationRequested)
        {
            Log.LeftUnhandled(logger, exception, eventId);
        }
        catch (Exception exception)
        {
            // The inbox fails: a durable one gives the entry out again once it counts as abandoned.
            Log.InboxFailed(logger, exception, exception.GetType().Name);
        }

        return null;
    }

    private async Task<bool> TryAsync(QueueItem item, WebhookEvent received, CancellationToken cut)
    {
        // One that waits for ever would keep its place for ever, and a few of those all of them.
        using var timeout = new CancellationTokenSource(settings.Current.HandlerTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cut);
        try
        {
            await run.RunAsync(item.Entry, received, limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (!cut.IsCancellationRequested)
        {
            if (timeout.IsCancellationRequested)
            {
                exception = new TimeoutException($"The handler was cancelled after HandlerTimeout, {settings.Current.HandlerTimeout}.", exception);
            }

            Log.HandlerFailed(logger, exception, received.Id, received.Type, item.Failures + 1);
            return false;
        }
    }
}
