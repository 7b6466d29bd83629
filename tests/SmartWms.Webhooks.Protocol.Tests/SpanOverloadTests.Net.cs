using System.Text;

namespace SmartWms.Webhooks.Protocol.Tests;

public sealed class SpanOverloadTests
{
    private static readonly WebhookSecret Secret = WebhookSecret.Parse("whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY");
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"evt_1"}""");

    [Fact]
    public void A_span_is_signed_and_written_as_an_array_is()
    {
        var span = Body.AsSpan();

        Assert.Equal(WebhookSigner.SignBody(Secret, Body), WebhookSigner.SignBody(Secret, span));
        Assert.Equal(WebhookSigner.SignStandard(Secret, "evt_1", 1, Body), WebhookSigner.SignStandard(Secret, "evt_1", 1, span));
        Assert.Equal(
            WebhookSigner.Headers(SignatureScheme.Wms, Secret, "evt_1", Noon, Body),
            WebhookSigner.Headers(SignatureScheme.Wms, Secret, "evt_1", Noon, span));
        Assert.Equal(WebhookEnvelope.Write("evt_1", "a.b", Noon, Body), WebhookEnvelope.Write("evt_1", "a.b", Noon, span));
    }

    [Fact]
    public void A_span_is_verified_as_an_array_is()
    {
        var verifier = WebhookVerifier.For(SignatureScheme.SmartWms, [Secret]);
        var signature = WebhookSigner.SignBody(Secret, Body);

        Assert.Equal(WebhookVerification.Valid, verifier.Verify(Body.AsSpan(), _ => [signature], Noon));
        Assert.Equal(WebhookVerification.SignatureMismatch, verifier.Verify(Body.AsSpan(1), _ => [signature], Noon));
        Assert.Equal(WebhookVerification.SignatureMismatch, verifier.Verify(default(ReadOnlySpan<byte>), _ => [signature], Noon));
    }
}
