using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Sending;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Hosting;

/// <summary>Each part that the builder replaces, replaced; and what a bad replacement cannot break.</summary>
public sealed class ReplacedPartTests
{
    [Fact]
    public async Task A_signer_of_the_host_signs()
    {
        await using var engine = await TimedEngine.StartAsync(build: builder => builder.UseSigner<OwnSigner>());
        await engine.SubscribeAsync();
        await engine.PublishAsync();
        var request = (await engine.Receiver.WaitForAsync(1))[0];
        Assert.Equal("own", request.Header("X-Own-Signature"));
        Assert.Null(request.Header("X-SmartWMS-Signature"));
    }

    [Fact]
    public async Task A_retry_scheduler_of_the_host_decides()
    {
        await using var engine = await TimedEngine.StartAsync(build: builder => builder.UseRetryScheduler<OwnScheduler>());
        var webhook = await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", Answer.With(500));
        await engine.PublishAsync();
        var details = await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);
        Assert.Equal((engine.Now + TimeSpan.FromSeconds(42), "own rule 1"), (details.Delivery.DueAt, details.Attempts[0].Rule));
        engine.Advance(TimeSpan.FromSeconds(42));
        await engine.AttemptedAsync(details.Delivery.Id, 2);
        Assert.Equal((SubscriptionState.Disabled, "own reason"), ((await engine.WebhookAsync(webhook)).State, (await engine.WebhookAsync(webhook)).StateReason));
    }

    [Fact]
    public async Task A_classifier_of_the_host_judges()
    {
        await using var engine = await TimedEngine.StartAsync(build: builder => builder.UseOutcomeClassifier<OwnClassifier>());
        await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", Answer.With(200, "error"));
        await engine.PublishAsync();
        Assert.Equal((FailureClass.Rejected, 200), await AttemptAsync(engine));
    }

    [Fact]
    public async Task A_protector_of_the_host_seals_secrets_and_headers_in_the_store()
    {
        await using var engine = await TimedEngine.StartAsync(build: builder => builder.ProtectSecretsWith<OwnProtector>());
        var webhook = await engine.SubscribeAsync(configure: form => (form.Secret, form.Headers["X-Api-Key"]) = ("a-secret-of-some-length", "the-key"));
        var stored = System.Text.Encoding.UTF8.GetString((await engine.Store.Stores.Subscriptions.GetAsync(webhook, CancellationToken.None))!.Sealed);
        Assert.DoesNotContain("a-secret", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("the-key", stored, StringComparison.Ordinal);
        await engine.PublishAsync();
        var request = (await engine.Receiver.WaitForAsync(1))[0];
        Assert.Equal("the-key", request.Header("X-Api-Key"));
        Assert.Equal(
            Protocol.WebhookVerification.Valid,
            Protocol.WebhookVerifier.For(Protocol.SignatureScheme.SmartWms, "a-secret-of-some-length").Verify(request.Body.ToArray(), request.HeaderValues, engine.Now));
    }

    [Fact]
    public async Task Parts_that_throw_are_logged_and_lose_nothing()
    {
        await using var engine = await TimedEngine.StartAsync(build: builder => builder.UseOutcomeClassifier<Broken>().UseRetryScheduler<Broken>().UseSigner<OwnSigner>());
        await engine.SubscribeAsync();
        await engine.PublishAsync();
        var details = await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);
        Assert.Equal((DeliveryState.Pending, engine.Now + TimeSpan.FromHours(2), FailureClass.Unclassified), (details.Delivery.State, details.Delivery.DueAt, details.Delivery.Failure));
        Assert.Equal(2, engine.Engine.Logs.WithId(1403).Count);
    }

    [Fact]
    public async Task A_signer_that_throws_is_a_failed_attempt_without_a_request()
    {
        await using var engine = await TimedEngine.StartAsync(build: builder => builder.UseSigner<Broken>());
        await engine.SubscribeAsync();
        await engine.PublishAsync();
        Assert.Equal((FailureClass.Unclassified, null), await AttemptAsync(engine));
        Assert.Equal(0, engine.Receiver.Count);
    }

    private static async Task<(FailureClass Failure, int? Status)> AttemptAsync(TimedEngine engine)
    {
        var attempt = (await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1)).Attempts[0];
        return (attempt.Failure, attempt.StatusCode);
    }

    private sealed class OwnSigner : IWebhookSigner
    {
        public void Sign(in SigningRequest request, ICollection<KeyValuePair<string, string>> headers) => headers.Add(new("X-Own-Signature", "own"));
    }

    private sealed class OwnScheduler : IRetryScheduler
    {
        public RetryDecision Decide(RetryContext context) => context.Step == 1
            ? new RetryDecision { Rule = "own rule 1", RetryAt = context.Now + TimeSpan.FromSeconds(42) }
            : new RetryDecision { Rule = "own end", DisableReason = "own reason" };
    }

    private sealed class OwnClassifier : IOutcomeClassifier
    {
        public AttemptOutcome Classify(AttemptAnswer answer) =>
            new(answer.Body.AsSpan().SequenceEqual("error"u8) ? FailureClass.Rejected : FailureClass.None, answer.StatusCode);
    }

    private sealed class OwnProtector : IWebhookSecretProtector
    {
        public byte[] Protect(ReadOnlySpan<byte> plain) => Turn(plain);

        public byte[] Unprotect(ReadOnlySpan<byte> sealedBytes) => Turn(sealedBytes);

        private static byte[] Turn(ReadOnlySpan<byte> bytes)
        {
            var turned = bytes.ToArray();
            for (var index = 0; index < turned.Length; index++)
            {
                turned[index] ^= 0x5A;
            }

            return turned;
        }
    }

    private sealed class Broken : IWebhookSigner, IRetryScheduler, IOutcomeClassifier
    {
        public void Sign(in SigningRequest request, ICollection<KeyValuePair<string, string>> headers) => throw new InvalidOperationException();

        public RetryDecision Decide(RetryContext context) => throw new InvalidOperationException();

        public AttemptOutcome Classify(AttemptAnswer answer) => throw new InvalidOperationException();
    }
}
