using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sending;

/// <summary>Makes one attempt and gives back its answer. Never throws for anything a receiver or a handler of the host does.</summary>
internal sealed class WebhookSender(IHttpClientFactory clients, HandlerChain chain, SendingOptions options)
{
    private readonly Lazy<HttpClient> _client = new(() =>
    {
        var client = clients.CreateClient(WebhookHttpClient.Name);
        if (client.DefaultRequestHeaders.Any() || client.Timeout != Timeout.InfiniteTimeSpan)
        {
            chain.GoThroughClient();
        }

        return client;
    });

    /// <summary>Builds the client, so that a wrong handler stops the start.</summary>
    public void Open() => _ = _client.Value;

    public Task<SendResult> SendAsync(Attempt attempt)
    {
        if (Refuse(attempt) is { } refusal)
        {
            return Task.FromResult(new SendResult(refusal, null));
        }

        // Built before it is asked who stands between.
        var client = _client.Value;
        return chain.Direct is { } direct ? direct.PostAsync(new TenantRequest(attempt.Subscription.Stored.TenantId), attempt) : SendThroughAsync(client, attempt);
    }

    /// <summary>What is stored may be older than today's rules: look again before anything is sent.</summary>
    private static AttemptAnswer? Refuse(Attempt attempt) =>
        attempt.Content.Headers.Count > 0 && CustomHeaderRules.Check(attempt.Content.Headers, $"X-{attempt.Subscription.Contract.HeaderPrefix}-") is not null
            ? AttemptAnswer.Failed(FailureClass.InvalidRequest)
            : null;

    /// <summary>Takes the answer from the innermost handler as soon as it is there, and then cancels what the host's handlers still want to do.</summary>
    private async Task<SendResult> SendThroughAsync(HttpClient client, Attempt attempt)
    {
        var answered = attempt.Answer;
        using var request = new TenantRequest(attempt.Subscription.Stored.TenantId) { Method = HttpMethod.Post, RequestUri = attempt.Subscription.Url };
        request.Options.Set(Attempt.Key, attempt);
        request.Content = new ByteArrayContent(attempt.Delivery.Body);      // for handlers of the host to look at
        using var outer = new CancellationTokenSource();
        using var deadline = attempt.Token.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), outer);
        var sending = SendAndDropAsync(client, request, outer.Token);
        if (options.AllowInProcessRetries)
        {
            var failure = await sending.ConfigureAwait(false);
            return attempt.Latest is { } latest ? new SendResult(latest, null) : new SendResult(null, failure);
        }

        if (await Task.WhenAny(answered, sending).ConfigureAwait(false) == sending && !attempt.WasEntered)
        {
            return new SendResult(null, await sending.ConfigureAwait(false) ?? new InvalidOperationException("A handler of the host answered without sending."));
        }

        var answer = await answered.ConfigureAwait(false);
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
