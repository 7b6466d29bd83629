using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Receiver.Diagnostics;
using SmartWms.Webhooks.Receiver.Hosting;

namespace SmartWms.Webhooks.Receiver.Receiving;

/// <summary>Reads a request's raw bytes, bounded, and verifies them.</summary>
internal sealed class RequestReader(ReceiverSettings settings, TimeProvider time, ILogger<RequestReader> logger)
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>What was read: a body and its event when the result is <see cref="ReceptionResult.Accepted"/>.</summary>
    public readonly record struct Read(ReceptionResult Result, byte[] Body, WebhookEvent? Event);

    public async Task<Read> ReadAsync(HttpContext context)
    {
        var now = settings.Current;
        if (!IsJson(context.Request))
        {
            return new Read(ReceptionResult.UnsupportedMediaType, [], null);
        }

        if (!context.Request.Headers.ContainsKey(SignatureHeader(now.Scheme)))
        {
            Log.Refused(logger, WebhookVerification.MissingHeader, 0);      // a stranger costs neither memory nor a question to a vault
            return new Read(ReceptionResult.Unverified, [], null);
        }

        var (body, failed) = await BodyAsync(context, now.MaxBodyBytes).ConfigureAwait(false);
        if (body is null)
        {
            return new Read(failed, [], null);
        }

        var verifier = WebhookVerifier.For(now.Scheme, await SecretsAsync(context, now).ConfigureAwait(false), now.Tolerance);
        var verification = verifier.Verify(body, name => context.Request.Headers[name], time.GetUtcNow());
        if (verification != WebhookVerification.Valid)
        {
            Log.Refused(logger, verification, body.Length);
            return new Read(verification == WebhookVerification.NoUsableSecret ? ReceptionResult.Unavailable : ReceptionResult.Unverified, [], null);
        }

        return TryRead(body, out var received) ? new Read(ReceptionResult.Accepted, body, received) : new Read(ReceptionResult.Malformed, [], null);
    }

    private bool TryRead(byte[] body, [NotNullWhen(true)] out WebhookEvent? received)
    {
        if (WebhookEnvelope.TryRead(body, out received))
        {
            return true;
        }

        Log.NoEvent(logger, body.Length);
        return false;
    }

    private static string SignatureHeader(SignatureScheme scheme) => scheme switch
    {
        SignatureScheme.SmartWms => WebhookHeaders.SmartWmsSignature,
        SignatureScheme.Wms => WebhookHeaders.WmsSignature,
        _ => WebhookHeaders.Signature,
    };

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static async Task<(byte[]? Body, ReceptionResult Failed)> BodyAsync(HttpContext context, int most)
    {
        if (context.Request.ContentLength > most)
        {
            return (null, ReceptionResult.TooLarge);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = most;
        }

        try
        {
            using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, BufferBytes));
            var buffer = new byte[BufferBytes];
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0;)
            {
                if (body.Length + read > most)
                {
                    return (null, ReceptionResult.TooLarge);
                }

                body.Write(buffer, 0, read);
            }

            return (body.ToArray(), default);
        }
        catch (BadHttpRequestException refused)
        {
            return (null, refused.StatusCode == StatusCodes.Status413PayloadTooLarge ? ReceptionResult.TooLarge : ReceptionResult.Malformed);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            return (null, ReceptionResult.Aborted);
        }
    }

    private static async ValueTask<IEnumerable<WebhookSecret>> SecretsAsync(HttpContext context, WmsWebhookReceiverOptions settings)
    {
        IEnumerable<string> texts = settings.Secrets;
        if (settings.ReadSecrets is { } read)
        {
            texts = texts.Concat(await read(context, context.RequestAborted).ConfigureAwait(false));
        }

        return texts.Select(text => WebhookSecret.TryParse(text, out var secret) ? secret : null).OfType<WebhookSecret>();
    }
}
