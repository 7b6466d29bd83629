using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Receiver.Diagnostics;
using SmartWms.Webhooks.Receiver.Handling;
using SmartWms.Webhooks.Receiver.Hosting;
using SmartWms.Webhooks.Receiver.Inbox;

namespace SmartWms.Webhooks.Receiver.Receiving;

/// <summary>The way of one request: read and verify, is it new, hand it over (or handle it), answer.</summary>
internal sealed class Reception(
    RequestReader reader, IWebhookInbox inbox, WebhookQueue queue, HandlerRun run, ReceiverMetrics metrics, ReceiverSettings settings, TimeProvider time,
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
            // The sender comes again.
            Log.InboxFailed(logger, exception, exception.GetType().Name);
            result = ReceptionResult.Unavailable;
        }

        Answer(context, result);
    }

    /// <summary>Reads and verifies, for endpoints of the host's own: where that cannot be done, the sender comes again.</summary>
    public async Task<RequestReader.Read> ReadAsync(HttpContext context)
    {
        try
        {
            return await reader.ReadAsync(context).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return new RequestReader.Read(ReceptionResult.Aborted, [], null);
        }
        catch (Exception exception)
        {
            Log.InboxFailed(logger, exception, exception.GetType().Name);
            return new RequestReader.Read(ReceptionResult.Unavailable, [], null);
        }
    }

    /// <summary>Also for endpoints of the host's own.</summary>
    public void Answer(HttpContext context, ReceptionResult result)
    {
        metrics.Received(result);
        context.Response.StatusCode = ReceptionStatus.Of(result);
        if (result == ReceptionResult.Unavailable)
        {
            context.Response.Headers.RetryAfter = ((long)settings.Current.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }

    private async Task<ReceptionResult> TakeAsync(HttpContext context)
    {
        var read = await ReadAsync(context).ConfigureAwait(false);
        if (read.Event is not { } received)
        {
            return read.Result;
        }

        try
        {
            run.Check(received);
        }
        catch (Exception exception)
        {
            // Not acknowledged, so it stands in the sender's log and comes again, perhaps when the type is mended. The place and not the path: a dictionary's keys are data.
            Log.DataDoesNotFit(logger, received.Id, received.Type, (exception as JsonException)?.BytePositionInLine ?? 0, exception.GetType().Name);
            return ReceptionResult.Malformed;
        }

        var entry = new InboxEntry(received.Id, read.Body, time.GetUtcNow());
        return settings.Current.HandleInline ? await HandleAsync(entry, received, context.RequestAborted).ConfigureAwait(false) : await QueueAsync(entry, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task<ReceptionResult> QueueAsync(InboxEntry entry, CancellationToken cancellationToken)
    {
        if (!queue.TryReserve())
        {
            if (!queue.IsComplete)
            {
                Log.QueueFull(logger, settings.Current.QueueLength);
            }

            return ReceptionResult.Unavailable;
        }

        var isQueued = false;
        try
        {
            if (await inbox.AddAsync(entry, cancellationToken).ConfigureAwait(false) != InboxOutcome.Added)
            {
                return ReceptionResult.Duplicate;       // handled, or it will be
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
                queue.Unreserve();
            }
        }
    }

    private async Task<ReceptionResult> HandleAsync(InboxEntry entry, WebhookEvent received, CancellationToken cancellationToken)
    {
        switch (await inbox.AddAsync(entry, cancellationToken).ConfigureAwait(false))
        {
            case InboxOutcome.Handled:
                return ReceptionResult.Duplicate;
            case InboxOutcome.Pending:
                return ReceptionResult.Unavailable;     // it runs in another request and may fail there: nothing may be acknowledged yet
        }

        queue.Enter(entry.EventId);
        try
        {
            await run.RunAsync(entry, received, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.HandlerFailed(logger, exception, received.Id, received.Type, 1);
            await inbox.ForgetAsync(entry.EventId, CancellationToken.None).ConfigureAwait(false);
            return cancellationToken.IsCancellationRequested ? ReceptionResult.Aborted : ReceptionResult.HandlerFailed;
        }
        finally
        {
            queue.Leave(entry.EventId);
        }

        await inbox.SetHandledAsync(entry.EventId, time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        return ReceptionResult.Accepted;
    }
}
