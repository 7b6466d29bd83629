using System.Buffers;
using System.Net;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Sending;

/// <summary>Reads an answer up to the cap; the rest is drained by the connection (64 KiB or 1 s) or the connection is closed.</summary>
internal static class AnswerReader
{
    /// <summary>An answer that needs no read: 101 hands over a raw stream that never ends, and an announced empty body has nothing. Else null.</summary>
    public static AttemptAnswer? WithoutBody(HttpResponseMessage response, TimeProvider time) =>
        response.StatusCode == HttpStatusCode.SwitchingProtocols || response.Content.Headers.ContentLength == 0
            ? new AttemptAnswer((int)response.StatusCode, FailureClass.None, Wait(response, time), [], false)
            : null;

    public static async ValueTask<AttemptAnswer> ReadAsync(HttpResponseMessage response, Attempt attempt, int maxBytes, TimeProvider time)
    {
        var status = (int)response.StatusCode;
        var retryAfter = Wait(response, time);
        var buffer = ArrayPool<byte>.Shared.Rent(maxBytes + 1);
        var length = 0;
        var failure = FailureClass.None;
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(attempt.Token).ConfigureAwait(false);
            await using var disposal = stream.ConfigureAwait(false);
            int read;
            while (length <= maxBytes && (read = await stream.ReadAsync(buffer.AsMemory(length, maxBytes + 1 - length), attempt.Token).ConfigureAwait(false)) > 0)
            {
                length += read;
            }
        }
        catch (Exception exception) when (!attempt.WasAborted)
        {
            // A 2xx whose body does not arrive whole is no success; of a failure the status says more than the broken body.
            failure = status is >= 200 and <= 299 ? TransportFailure.ClassifyRead(exception, attempt.Token.IsCancellationRequested) : FailureClass.None;
        }

        var kept = buffer.AsSpan(0, Math.Min(length, maxBytes)).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return new AttemptAnswer(status, failure, retryAfter, kept, length > maxBytes);
    }

    private static TimeSpan? Wait(HttpResponseMessage response, TimeProvider time) =>
        (int)response.StatusCode is 429 or 503 && response.Headers.NonValidated.TryGetValues("Retry-After", out var values)
            ? RetryAfter.Parse(values.FirstOrDefault(), time.GetUtcNow())
            : null;
}
