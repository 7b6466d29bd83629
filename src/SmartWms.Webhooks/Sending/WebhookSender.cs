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

    /// <summary>
    /// Takes the answer from the innermost handler as soon as it is there, and then cancels what the host's handlers still want to do. A handler that has not sent when the time is over
    /// never will: it may go on for as long as it likes, and nobody waits for it.
    /// </summary>
    private async Task<SendResult> SendThroughAsync(HttpClient client, Attempt attempt)
    {
        var answered = attempt.Answer;
        var request = new TenantRequest(attempt.Subscription.Stored.TenantId) { Method = HttpMethod.Post, RequestUri = attempt.Subscription.Url };
        request.Options.Set(Attempt.Key, attempt);
        request.Content = new ByteArrayContent(attempt.Delivery.Body);      // for handlers of the host to look at
        var outer = new CancellationTokenSource();
        var deadline = attempt.Token.UnsafeRegister(
            static state =>
            {
                var (late, source) = ((Attempt, CancellationTokenSource))state!;
                late.TryClose();
                source.Cancel();
            },
            (attempt, outer));
        var sending = SendAndDropAsync(client, request, outer.Token);
        try
        {
            // Also the deadline ends the first of the two, when nothing was sent by then.
            await Task.WhenAny(answered, sending).ConfigureAwait(false);
            if (attempt.TryClose())
            {
                return new SendResult(null, attempt.Token.IsCancellationRequested ? TimeIsOver(attempt) : await sending.ConfigureAwait(false) ?? NothingSent());
            }

            if (options.AllowInProcessRetries)
            {
                await sending.ConfigureAwait(false);
                return new SendResult(attempt.Latest ?? await answered.ConfigureAwait(false), null);
            }

            var answer = await answered.ConfigureAwait(false);
            await outer.CancelAsync().ConfigureAwait(false);
            return new SendResult(answer, null);
        }
        finally
        {
            _ = DropAsync(sending, deadline, outer, request);
        }
    }

    private static InvalidOperationException NothingSent() => new("A handler of the host answered without sending.");

    private static Exception TimeIsOver(Attempt attempt) => attempt.WasAborted
        ? new OperationCanceledException("No handler of the host had sent when the node stopped.")
        : new TimeoutException("No handler of the host had sent when the attempt's time was over.");

    private static async Task<Exception?> SendAndDropAsync(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A handler that blocks its thread keeps that one, and not the one that looks after the deadline.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
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

    /// <summary>Not before the host's handlers are done with them, which may be long after the attempt has ended; and the deadline may be cancelling just now.</summary>
    private static async Task DropAsync(Task sending, CancellationTokenRegistration deadline, CancellationTokenSource outer, HttpRequestMessage request)
    {
        await sending.ConfigureAwait(false);
        await deadline.DisposeAsync().ConfigureAwait(false);
        outer.Dispose();
        request.Dispose();
    }
}
