using System.Buffers;
using System.Net;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Sending;

/// <summary>Reads an answer up to the cap; the rest is drained by the connection (64 KiB or 1 s) or the connection is closed.</summary>
internal static class AnswerReader
{
    public static async ValueTask<AttemptAnswer> ReadAsync(HttpResponseMessage response, int maxBytes, TimeProvider time, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var retryAfter = status is 429 or 503 && response.Headers.NonValidated.TryGetValues("Retry-After", out var values)
            ? RetryAfter.Parse(values.FirstOrDefault(), time.GetUtcNow())
            : null;

        // 101 hands over a raw stream that never ends; an announced empty body needs no read.
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols || response.Content.Headers.ContentLength == 0)
        {
            return new AttemptAnswer(status, FailureClass.None, retryAfter, [], false);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(maxBytes + 1);
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using var disposal = stream.ConfigureAwait(false);
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, maxBytes + 1), maxBytes + 1, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return new AttemptAnswer(status, FailureClass.None, retryAfter, buffer.AsSpan(0, Math.Min(length, maxBytes)).ToArray(), length > maxBytes);
        }
        catch (Exception exception) when (status is >= 200 and <= 299)
        {
            // A 2xx whose body does not arrive whole is no success: the receiver may not have finished.
            return AttemptAnswer.Failed(TransportFailure.Classify(exception, aborted: false, cancellationToken.IsCancellationRequested)) with { StatusCode = status };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
