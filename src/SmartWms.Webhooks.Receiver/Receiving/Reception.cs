using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Receiver.Diagnostics;
using SmartWms.Webhooks.Receiver.Handling;
using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks.Receiver.Receiving;

/// <summary>The way of one request: read and verify, is it new, hand it over (or handle it), answer.</summary>
internal sealed class Reception(
    RequestReader reader, IWebhookInbox inbox, WebhookQueue queue, HandlerRun run, ReceiverMetrics metrics, IOptionsMonitor<WmsWebhookReceiverOptions> options, TimeProvider time,
    ILogger<Reception> logger)
{
    public async Task ReceiveAsync(HttpContext context)
    {
        ReceptionResult result;
        try
        {
            result = await TakeAsync(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            result = ReceptionResult.Aborted;
        }
        catch (Exception exception)
        {
            // The inbox, or where secrets are read from: the sender comes again.
            Log.InboxFailed(logger, exception, exception.GetType().Name);
            result = ReceptionResult.Unavailable;
        }

        Answer(context, result);
    }

    /// <summary>Also for endpoints of the host's own.</summary>
    public void Answer(HttpContext context, ReceptionResult result)
    {
        metrics.Received(result);
        context.Response.StatusCode = ReceptionStatus.Of(result);
        if (result == ReceptionResult.Unavailable)
        {
            context.Response.Headers.RetryAfter = ((long)options.CurrentValue.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }

    private async Task<ReceptionResult> TakeAsync(HttpContext context)
    {
        var read = await reader.ReadAsync(context).ConfigureAwait(false);
        if (read.Event is not { } received)
        {
            return read.Result;
        }

        try
        {
            run.Check(received);
        }
        catch (JsonException exception)
        {
            // Not acknowledged, so it stands in the sender's log and comes again, perhaps when the type is mended.
            Log.DataDoesNotFit(logger, received.Id, received.Type, exception.Path ?? "$");
            return ReceptionResult.Malformed;
        }

        var entry = new InboxEntry(received.Id, read.Body, time.GetUtcNow());
        return options.CurrentValue.HandleInline ? await HandleAsync(entry, received, context.RequestAborted).ConfigureAwait(false) : await QueueAsync(entry, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task<ReceptionResult> QueueAsync(InboxEntry entry, CancellationToken cancellationToken)
    {
        if (!queue.TryReserve())
        {
            Log.QueueFull(logger, options.CurrentValue.QueueLength);
            return ReceptionResult.Unavailable;
        }

        var isQueued = false;
        try
        {
            if (!await inbox.TryAddAsync(entry, cancellationToken).ConfigureAwait(false))
            {
                return ReceptionResult.Duplicate;
            }

            isQueued = queue.TryAdd(entry);
            if (!isQueued)
            {
                await inbox.ForgetAsync(entry.EventId, CancellationToken.None).ConfigureAwait(false);
            }

            return isQueued ? ReceptionResult.Accepted : ReceptionResult.Unavailable;
        }
        finally
        {
            if (!isQueued)
            {
                queue.Free();
            }
        }
    }

    private async Task<ReceptionResult> HandleAsync(InboxEntry entry, WebhookEvent received, CancellationToken cancellationToken)
    {
        if (!await inbox.TryAddAsync(entry, cancellationToken).ConfigureAwait(false))
        {
            return ReceptionResult.Duplicate;
        }

        try
        {
            await run.RunAsync(entry, received, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await inbox.ForgetAsync(entry.EventId, CancellationToken.None).ConfigureAwait(false);
            Log.HandlerFailed(logger, exception, received.Id, received.Type, 1);
            return ReceptionResult.HandlerFailed;
        }

        await inbox.SetHandledAsync(entry.EventId, time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        return ReceptionResult.Accepted;
    }
}
