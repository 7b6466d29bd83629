using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Diagnostics;

namespace SmartWms.Webhooks.Sending;

/// <summary>
/// The innermost handler: one attempt is one POST on the wire, whatever handlers a host has added around it. It signs, sends, reads the bounded answer
/// itself and completes the attempt with it; a second call gets a copy of that answer and never a POST.
/// </summary>
internal sealed class AttemptHandler(
    HttpMessageHandler primary, HandlerChain chain, AddressPolicy addresses, IWebhookSigner signer, SendingOptions options, TimeProvider time, ILogger logger)
    : DelegatingHandler(primary)
{
    private static readonly MediaTypeHeaderValue ContentType = MediaTypeHeaderValue.Parse(RequestHeaders.ContentType);

    /// <summary>A list that the last request on this thread has emptied: each would allocate one else.</summary>
    [ThreadStatic]
    private static List<KeyValuePair<string, string>>? _spare;

    private int _warned;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(Attempt.Key, out var attempt))
        {
            throw new InvalidOperationException($"The HTTP client '{WebhookHttpClient.Name}' is the webhooks' own: only the engine sends through it.");
        }

        if (!attempt.TryEnter())
        {
            if (attempt.IsClosed)
            {
                throw new TaskCanceledException("The attempt ended before a handler of the host had sent it; nothing is sent any more.");
            }

            if (!options.AllowInProcessRetries)
            {
                WarnOnce(attempt);
                return Copy(await attempt.Answer.WaitAsync(cancellationToken).ConfigureAwait(false));
            }
        }

        var result = await PostAsync(request, attempt).ConfigureAwait(false);
        attempt.Complete(result.Answer!);
        return Copy(result.Answer!);
    }

    /// <summary>The one POST. The engine calls it straight where nothing of the host's stands between.</summary>
    public async Task<SendResult> PostAsync(HttpRequestMessage request, Attempt attempt)
    {
        try
        {
            Prepare(request, attempt);
            using var response = await base.SendAsync(request, attempt.Token).ConfigureAwait(false);
            var answer = AnswerReader.WithoutBody(response, time) ?? await AnswerReader.ReadAsync(response, attempt, options.MaxAnswerBytes, time).ConfigureAwait(false);
            return new SendResult(answer, null);
        }
        catch (Exception exception)
        {
            // A receiver's failure is data: every exception but none becomes a class.
            return new SendResult(AttemptAnswer.Failed(TransportFailure.Classify(exception, attempt.WasAborted, attempt.Token.IsCancellationRequested)), null);
        }
    }

    /// <summary>The stored bytes and our headers replace what handlers of the host may have made of them; their own headers stay.</summary>
    private void Prepare(HttpRequestMessage request, Attempt attempt)
    {
        var delivery = attempt.Delivery;
        var url = attempt.Subscription.Url;
        if ((url.Scheme != Uri.UriSchemeHttps && !addresses.AllowHttp) || !MayGoThroughProxy(url))
        {
            throw new AddressBlockedException(AddressVerdict.NotPublic);
        }

        request.Method = HttpMethod.Post;
        request.RequestUri = url;
        request.Version = options.AllowHttp2 && url.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        request.Content = new ByteArrayContent(delivery.Body) { Headers = { ContentType = ContentType } };
        var headers = _spare ?? [];
        _spare = null;
        RequestHeaders.Add(
            headers, attempt.Subscription, attempt.Content, delivery.EventId, delivery.EventType, delivery.Id.ToString(), attempt.Number, delivery.Body, attempt.StartedAt, signer);
        var mayHaveHeaders = chain.Direct is null;
        foreach (var header in headers)
        {
            if (mayHaveHeaders)
            {
                request.Headers.Remove(header.Key);
            }

            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        headers.Clear();
        _spare = headers;
    }

    /// <summary>Behind a proxy no connection is checked here, so that what the URL itself says is looked at again: the policy may be younger than the webhook.</summary>
    private bool MayGoThroughProxy(Uri url) => addresses.EgressProxy is null || EndpointUrl.TryParse(url.OriginalString, addresses, out _, out _);

    private static HttpResponseMessage Copy(AttemptAnswer answer) => answer.StatusCode is { } status and >= 0 and <= 999
        ? new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(answer.Body) }
        : throw new HttpRequestException($"The attempt failed: {answer.TransportFailure}.");

    private void WarnOnce(Attempt attempt)
    {
        if (Interlocked.Exchange(ref _warned, 1) == 0)
        {
            Log.SentAgain(logger, attempt.Delivery.Id.ToString(), chain.Names);
        }
    }
}
