using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Sending;

/// <summary>R25: rotation is no outage.</summary>
public sealed class RotationTests
{
    [Theory]
    [InlineData("smartwms", SignatureScheme.SmartWms)]
    [InlineData("wms", SignatureScheme.Wms)]
    public async Task A_header_with_one_value_is_signed_with_the_old_secret_until_the_overlap_ends(string contract, SignatureScheme scheme)
    {
        await using var engine = await TimedEngine.StartAsync();
        var created = await CreateAsync(engine, contract);
        var rotated = await engine.Webhooks.RotateSecretAsync(created.Id);
        Assert.Equal(engine.Now + TimeSpan.FromHours(24), rotated.Webhook.RotationEndsAt);

        engine.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        var before = await RequestAsync(engine, 1);
        Assert.True(IsSigned(engine, before, scheme, created.Secret));
        Assert.False(IsSigned(engine, before, scheme, rotated.Secret));

        engine.Advance(TimeSpan.FromSeconds(1));
        var after = await RequestAsync(engine, 2);
        Assert.False(IsSigned(engine, after, scheme, created.Secret));
        Assert.True(IsSigned(engine, after, scheme, rotated.Secret));
    }

    [Fact]
    public async Task Activate_ends_the_overlap_at_once()
    {
        await using var engine = await TimedEngine.StartAsync();
        var created = await CreateAsync(engine, "smartwms");
        var rotated = await engine.Webhooks.RotateSecretAsync(created.Id);
        await RequestAsync(engine, 1);

        await engine.Webhooks.ActivateSecretAsync(created.Id);

        Assert.True(IsSigned(engine, await RequestAsync(engine, 2), SignatureScheme.SmartWms, rotated.Secret));
    }

    [Fact]
    public async Task Standard_Webhooks_carries_both_signatures_the_current_one_first()
    {
        await using var engine = await TimedEngine.StartAsync();
        var created = await CreateAsync(engine, "standardwebhooks");
        var rotated = await engine.Webhooks.RotateSecretAsync(created.Id, overlap: TimeSpan.FromHours(1));

        var request = await RequestAsync(engine, 1);
        Assert.True(IsSigned(engine, request, SignatureScheme.StandardWebhooks, created.Secret));
        Assert.True(IsSigned(engine, request, SignatureScheme.StandardWebhooks, rotated.Secret));
        var signatures = request.Header("webhook-signature")!.Split(' ');
        Assert.Equal(2, signatures.Length);
        engine.Advance(TimeSpan.FromHours(1));
        var after = await RequestAsync(engine, 2);
        Assert.False(IsSigned(engine, after, SignatureScheme.StandardWebhooks, created.Secret));
        Assert.True(IsSigned(engine, after, SignatureScheme.StandardWebhooks, rotated.Secret));
        Assert.Equal(
            WebhookSigner.SignStandard(rotated.Secret, request.Header("webhook-id")!, long.Parse(request.Header("webhook-timestamp")!, null), request.Body.Span), signatures[0]);
    }

    // R15: what waits already is signed with what holds when it is sent.
    [Fact]
    public async Task A_retry_is_signed_with_the_secret_that_holds_then()
    {
        await using var engine = await TimedEngine.StartAsync();
        var created = await CreateAsync(engine, "smartwms");
        engine.Receiver.Next("/hook", Answer.With(500));
        await RequestAsync(engine, 1);
        await engine.IdleAsync();
        var rotated = await engine.Webhooks.RotateSecretAsync(created.Id, overlap: TimeSpan.Zero);

        engine.Advance(TimeSpan.FromMinutes(1));

        Assert.True(IsSigned(engine, (await engine.Receiver.WaitForAsync(2))[1], SignatureScheme.SmartWms, rotated.Secret));
    }

    private static Task<WebhookWithSecret> CreateAsync(TimedEngine engine, string contract) => engine.Webhooks.CreateAsync(
        new NewWebhookSubscription { Name = "ERP", Url = engine.Receiver.UrlOf("/hook"), EventTypes = ["*"], Contract = contract });

    private static async Task<ReceivedRequest> RequestAsync(TimedEngine engine, int number)
    {
        await engine.PublishAsync();
        return (await engine.Receiver.WaitForAsync(number))[number - 1];
    }

    private static bool IsSigned(TimedEngine engine, ReceivedRequest request, SignatureScheme scheme, WebhookSecret secret) =>
        WebhookVerifier.For(scheme, secret.Reveal()).Verify(request.Body.ToArray(), request.HeaderValues, engine.Now) == WebhookVerification.Valid;
}
