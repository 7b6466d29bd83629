using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sending;

/// <summary>Makes one attempt and gives back its answer. Never throws for anything a receiver or a handler of the host does.</summary>
internal sealed class WebhookSender(IHttpClientFactory clients, HandlerChain chain, SendingOptions options)
{
    private readonly Lazy<HttpClient> _client = new(() =>
    {
        var client = clients.CreateClient(WebhookHttpClient.Name);
        chain.HasDefaultHeaders = client.DefaultRequestHeaders.Any();
        return client;
    });

    /// <summary>Builds the client, so that a wrong handler stops the start.</summary>
    public void Open() => _ = _client.Value;

    public async Task<SendResult> SendAsync(Attempt attempt)
    {
        if (Refuse(attempt) is { } refusal)
        {
            return new SendResult(refusal, null);
        }

        // Built before it is asked whether it is bare.
        var client = _client.Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, attempt.Subscription.Url);
        request.Options.Set(Attempt.Key, attempt);
        if (chain.IsBare)
        {
            return await SendBareAsync(client, request, attempt).ConfigureAwait(false);
        }

        request.Content = new ByteArrayContent(attempt.Delivery.Body);      // for handlers of the host to look at
        return await SendThroughAsync(client, request, attempt).ConfigureAwait(false);
    }

    /// <summary>What is stored may be older than today's rules: look again before anything is sent.</summary>
    private static AttemptAnswer? Refuse(Attempt attempt) =>
        attempt.Content.Headers.Count > 0 && CustomHeaderRules.Check(attempt.Content.Headers, $"X-{attempt.Subscription.Contract.HeaderPrefix}-") is not null
            ? AttemptAnswer.Failed(FailureClass.InvalidRequest)
            : null;

    private static async Task<SendResult> SendBareAsync(HttpClient client, HttpRequestMessage request, Attempt attempt)
    {
        try
        {
            // Our own handler watches the deadline; another token here would cost a linked source for each request.
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (!attempt.Answer.IsCompleted)
        {
            return new SendResult(null, exception);
        }

        return new SendResult(await attempt.Answer.ConfigureAwait(false), null);
    }

    /// <summary>Takes the answer from the innermost handler as soon as it is there, and then cancels what the host's handlers still want to do.</summary>
    private async Task<SendResult> SendThroughAsync(HttpClient client, HttpRequestMessage request, Attempt attempt)
    {
        using var outer = new CancellationTokenSource();
        using var deadline = attempt.Token.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), outer);
        var sending = SendAndDropAsync(client, request, outer.Token);
        if (options.AllowInProcessRetries)
        {
            var failure = await sending.ConfigureAwait(false);
            return attempt.Latest is { } latest ? new SendResult(latest, null) : new SendResult(null, failure);
        }

        if (await Task.WhenAny(attempt.Answer, sending).ConfigureAwait(false) == sending && !attempt.WasEntered)
        {
            return new SendResult(null, await sending.ConfigureAwait(false) ?? new InvalidOperationException("A handler of the host answered without sending."));
        }

        var answer = await attempt.Answer.ConfigureAwait(false);
        await outer.CancelAsync().ConfigureAwait(false);
        return new SendResult(answer, null);
    }

    private static async Task<Exception?> SendAndDropAsync(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            // Counts only if the request never reached our handler: see R34.
            return exception;
        }
    }
}
