using System.Security.Cryptography;
using System.Text;

namespace SmartWms.Webhooks.Protocol.Tests;

public sealed class WebhookSignerTests
{
    private static readonly WebhookSecret Standard = WebhookSecret.Parse("whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY");
    private static readonly WebhookSecret Own = WebhookSecret.Parse("wms-secret-0123456789abcdef0123456789abcdef");
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"evt_1","ชื่อ":"คลัง"}""");

    [Fact]
    public void A_body_signature_is_64_lower_case_digits() =>
        Assert.Matches("^[0-9a-f]{64}$", WebhookSigner.SignBody(Own, Body));

    [Fact]
    public void A_standard_signature_is_made_of_id_timestamp_and_body()
    {
        byte[] signed = [.. "evt_1.1893499200."u8, .. Body];
        var expected = HMACSHA256.HashData(Convert.FromBase64String("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY"), signed);

        Assert.Equal("v1," + Convert.ToBase64String(expected), WebhookSigner.SignStandard(Standard, "evt_1", 1893499200, Body));
    }

    [Fact]
    public void SmartWms_headers_are_its_own_and_the_standard_ones_that_carry_the_time() =>
        Assert.Equal(
            [
                new("X-SmartWMS-Signature", WebhookSigner.SignBody(Standard, Body)),
                new("webhook-id", "evt_1"),
                new("webhook-timestamp", "1893499200"),
                new("webhook-signature", WebhookSigner.SignStandard(Standard, "evt_1", 1893499200, Body)),
            ],
            WebhookSigner.Headers(SignatureScheme.SmartWms, Standard, "evt_1", Noon, Body));

    [Fact]
    public void Wms_headers_with_an_own_secret_have_no_standard_signature() =>
        Assert.Equal(
            [new("X-WMS-Signature", "sha256=" + WebhookSigner.SignBody(Own, Body)), new("webhook-id", "evt_1"), new("webhook-timestamp", "1893499200")],
            WebhookSigner.Headers(SignatureScheme.Wms, Own, "evt_1", Noon.AddMilliseconds(999), Body));

    [Fact]
    public void StandardWebhooks_headers_are_its_three() =>
        Assert.Equal(
            ["webhook-id", "webhook-timestamp", "webhook-signature"],
            WebhookSigner.Headers(SignatureScheme.StandardWebhooks, Standard, "evt_1", Noon, Body).Select(header => header.Key));

    [Theory]
    [InlineData(1L)]
    [InlineData(999_999_999_999L)]
    public void A_timestamp_may_have_1_to_12_digits(long timestamp) =>
        Assert.StartsWith("v1,", WebhookSigner.SignStandard(Standard, "evt_1", timestamp, Body), StringComparison.Ordinal);

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(1_000_000_000_000L)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void A_timestamp_that_no_verifier_takes_is_not_signed(long timestamp) =>
        Assert.Equal(
            "timestamp", Assert.Throws<ArgumentOutOfRangeException>(() => WebhookSigner.SignStandard(Standard, "evt_1", timestamp, Body)).ParamName);

    [Theory]
    [InlineData("")]
    [InlineData("evt.1")]
    [InlineData("evt 1")]
    public void An_id_that_no_verifier_takes_is_not_signed(string id)
    {
        var exception = Assert.Throws<ArgumentException>(() => WebhookSigner.SignStandard(Standard, id, 1, Body));

        Assert.Equal("id", exception.ParamName);
        Assert.StartsWith($"'{id}' is no event id", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => WebhookSigner.Headers(SignatureScheme.SmartWms, Standard, id, Noon, Body));
    }

    [Fact]
    public void A_mistake_of_the_caller_is_named()
    {
        Assert.Equal("secret", Assert.Throws<ArgumentException>(() => WebhookSigner.SignStandard(Own, "evt_1", 1, Body)).ParamName);
        Assert.Equal("secret", Assert.Throws<ArgumentNullException>(() => WebhookSigner.SignStandard(null!, "evt_1", 1, Body)).ParamName);
        Assert.Equal("secret", Assert.Throws<ArgumentNullException>(() => WebhookSigner.SignBody(null!, Body)).ParamName);
        Assert.Equal("body", Assert.Throws<ArgumentNullException>(() => WebhookSigner.SignBody(Own, (byte[])null!)).ParamName);
        Assert.Equal("body", Assert.Throws<ArgumentNullException>(() => WebhookSigner.SignStandard(Standard, "evt_1", 1, (byte[])null!)).ParamName);
        Assert.Throws<ArgumentNullException>("body", () => WebhookSigner.Headers(SignatureScheme.Wms, Own, "evt_1", Noon, (byte[])null!));
        Assert.Equal("id", Assert.Throws<ArgumentNullException>(() => WebhookSigner.SignStandard(Standard, null!, 1, Body)).ParamName);
        Assert.Throws<ArgumentException>("secret", () => WebhookSigner.Headers(SignatureScheme.StandardWebhooks, Own, "evt_1", Noon, Body));
        Assert.Equal("scheme", Assert.Throws<ArgumentOutOfRangeException>(() => WebhookSigner.Headers(default, Own, "evt_1", Noon, Body)).ParamName);
    }

    [Fact]
    public void Many_threads_may_sign_with_one_secret()
    {
        var bodies = Enumerable.Range(0, 2_000).Select(i => Encoding.UTF8.GetBytes($"body {i} {new string('x', i)}")).ToArray();
        var key = Encoding.UTF8.GetBytes(Own.Reveal());

        var signatures = bodies.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(body => WebhookSigner.SignBody(Own, body)).ToArray();

        Assert.Equal(bodies.Select(body => Convert.ToHexStringLower(HMACSHA256.HashData(key, body))), signatures);
    }
}
