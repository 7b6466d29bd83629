using System.Text;

namespace SmartWms.Webhooks.Protocol.Tests;

public sealed class WebhookVerifierTests
{
    private const string OwnText = "wms-secret-0123456789abcdef0123456789abcdef";
    private const string StandardText = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY";
    private const string OtherText = "whsec_GBcWFRQTEhEQDw4NDAsKCQgHBgUEAwIB";

    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"evt_1","ชื่อ":"คลัง"}""");

    public static TheoryData<SignatureScheme> Schemes => [.. Enum.GetValues<SignatureScheme>()];

    [Fact]
    public void A_verification_that_never_happened_is_not_valid()
    {
        Assert.Equal(WebhookVerification.NotVerified, default);
        Assert.NotEqual(WebhookVerification.Valid, default);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void What_the_signer_signs_verifies(SignatureScheme scheme) =>
        Assert.Equal(WebhookVerification.Valid, WebhookVerifier.For(scheme, StandardText).Verify(Body, Signed(scheme), Noon));

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Each_of_several_secrets_verifies_and_unusable_ones_beside_them_do_no_harm(SignatureScheme scheme)
    {
        Assert.Equal(WebhookVerification.Valid, WebhookVerifier.For(scheme, OtherText, StandardText).Verify(Body, Signed(scheme), Noon));
        Assert.Equal(WebhookVerification.Valid, WebhookVerifier.For(scheme, StandardText, OtherText).Verify(Body, Signed(scheme), Noon));
        Assert.Equal(WebhookVerification.Valid, WebhookVerifier.For(scheme, null, "", "short", StandardText).Verify(Body, Signed(scheme), Noon));
        Assert.Equal(WebhookVerification.SignatureMismatch, WebhookVerifier.For(scheme, OtherText).Verify(Body, Signed(scheme), Noon));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Without_a_usable_secret_the_result_says_so(SignatureScheme scheme)
    {
        Assert.Equal(WebhookVerification.NoUsableSecret, WebhookVerifier.For(scheme).Verify(Body, Signed(scheme), Noon));
        Assert.Equal(WebhookVerification.NoUsableSecret, WebhookVerifier.For(scheme, null, "", "whsec_", "fifteen letters").Verify(Body, Signed(scheme), Noon));
        Assert.Equal(WebhookVerification.NoUsableSecret, WebhookVerifier.For(scheme, [(WebhookSecret)null!]).Verify(Body, _ => null, Noon));
    }

    [Theory]
    [InlineData(SignatureScheme.SmartWms, OwnText, true)]
    [InlineData(SignatureScheme.Wms, OwnText, true)]
    [InlineData(SignatureScheme.StandardWebhooks, OwnText, false)]
    [InlineData(SignatureScheme.StandardWebhooks, StandardText, true)]
    [InlineData(SignatureScheme.StandardWebhooks, "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY", true)]
    [InlineData(SignatureScheme.SmartWms, "short", false)]
    [InlineData(SignatureScheme.SmartWms, null, false)]
    public void A_receivers_settings_can_be_checked_at_start(SignatureScheme scheme, string? secret, bool expected) =>
        Assert.Equal(expected, WebhookVerifier.CanUse(scheme, secret));

    [Fact]
    public void A_standard_secret_may_lack_its_prefix_but_then_cannot_sign()
    {
        var secret = WebhookSecret.Parse(StandardText["whsec_".Length..]);

        var result = WebhookVerifier.For(SignatureScheme.StandardWebhooks, [secret]).Verify(Body, Signed(SignatureScheme.StandardWebhooks), Noon);

        Assert.Equal(WebhookVerification.Valid, result);
        Assert.Throws<ArgumentException>(() => WebhookSigner.SignStandard(secret, "evt_1", 1, Body));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Another_schemes_headers_are_never_looked_at(SignatureScheme scheme)
    {
        var asked = new List<string>();
        WebhookVerifier.For(scheme, StandardText).Verify(Body, name => { asked.Add(name); return null; }, Noon);

        string[] own = scheme switch
        {
            SignatureScheme.SmartWms => ["X-SmartWMS-Signature"],
            SignatureScheme.Wms => ["X-WMS-Signature"],
            _ => ["webhook-id", "webhook-timestamp", "webhook-signature"],
        };
        Assert.Equal(own, asked);
    }

    [Theory]
    [InlineData(300, 300, WebhookVerification.Valid)]
    [InlineData(300, -300, WebhookVerification.Valid)]
    [InlineData(300, 301, WebhookVerification.OutsideTolerance)]
    [InlineData(300, -301, WebhookVerification.OutsideTolerance)]
    [InlineData(10, 10, WebhookVerification.Valid)]
    [InlineData(10, 11, WebhookVerification.OutsideTolerance)]
    [InlineData(0, 0, WebhookVerification.Valid)]
    [InlineData(0, 1, WebhookVerification.OutsideTolerance)]
    public void The_time_may_differ_by_the_tolerance_both_ways(int tolerance, int difference, WebhookVerification expected)
    {
        var verifier = WebhookVerifier.For(SignatureScheme.StandardWebhooks, [WebhookSecret.Parse(StandardText)], TimeSpan.FromSeconds(tolerance));

        Assert.Equal(expected, verifier.Verify(Body, Signed(SignatureScheme.StandardWebhooks), Noon.AddSeconds(difference)));
    }

    [Fact]
    public void The_default_tolerance_is_300_seconds_and_the_longest_never_overflows()
    {
        WebhookSecret[] secrets = [WebhookSecret.Parse(StandardText)];
        var headers = Signed(SignatureScheme.StandardWebhooks);
        var byDefault = WebhookVerifier.For(SignatureScheme.StandardWebhooks, secrets);
        var endless = WebhookVerifier.For(SignatureScheme.StandardWebhooks, secrets, TimeSpan.MaxValue);

        Assert.Equal(WebhookVerification.Valid, byDefault.Verify(Body, headers, Noon.AddSeconds(300)));
        Assert.Equal(WebhookVerification.OutsideTolerance, byDefault.Verify(Body, headers, Noon.AddSeconds(301)));
        Assert.Equal(WebhookVerification.Valid, endless.Verify(Body, headers, DateTimeOffset.MaxValue));
        Assert.Equal(WebhookVerification.Valid, endless.Verify(Body, headers, DateTimeOffset.MinValue));
    }

    [Fact]
    public void A_time_is_believed_only_when_the_signature_over_it_is_right() =>
        Assert.Equal(
            WebhookVerification.SignatureMismatch,
            WebhookVerifier.For(SignatureScheme.StandardWebhooks, OtherText).Verify(Body, Signed(SignatureScheme.StandardWebhooks), Noon.AddDays(1)));

    [Theory]
    [InlineData(15, 0, WebhookVerification.Valid)]
    [InlineData(15, 1, WebhookVerification.Valid)]
    [InlineData(16, 0, WebhookVerification.SignatureMismatch)]
    [InlineData(16, 1, WebhookVerification.SignatureMismatch)]
    public void Sixteen_signatures_are_read(int before, int after, WebhookVerification expected)
    {
        var headers = Signed(SignatureScheme.StandardWebhooks);
        var others = Enumerable.Repeat("v1,AAAA", before + after).ToList();
        others.Insert(before, headers("webhook-signature")!.Single()!);
        var list = string.Join(" ", others);

        var result = WebhookVerifier.For(SignatureScheme.StandardWebhooks, StandardText)
            .Verify(Body, name => name == "webhook-signature" ? [list] : headers(name), Noon);

        Assert.Equal(expected, result);
    }

    [Theory]
    [InlineData(4096, WebhookVerification.Valid)]
    [InlineData(4097, WebhookVerification.MalformedHeader)]
    public void A_header_may_have_4096_characters(int length, WebhookVerification expected)
    {
        var headers = Signed(SignatureScheme.StandardWebhooks);
        var list = (headers("webhook-signature")!.Single() + " ").PadRight(length, 'x');

        var result = WebhookVerifier.For(SignatureScheme.StandardWebhooks, StandardText)
            .Verify(Body, name => name == "webhook-signature" ? [list] : headers(name), Noon);

        Assert.Equal(expected, result);
    }

    [Theory]
    [InlineData(WebhookVerifier.MaxBodyLength, WebhookVerification.Valid)]
    [InlineData(WebhookVerifier.MaxBodyLength + 1, WebhookVerification.BodyTooLarge)]
    public void A_body_may_have_2_MiB(int length, WebhookVerification expected)
    {
        var body = new byte[length];
        var signature = WebhookSigner.SignBody(WebhookSecret.Parse(OwnText), body);

        Assert.Equal(expected, WebhookVerifier.For(SignatureScheme.SmartWms, OwnText).Verify(body, _ => [signature], Noon));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void A_header_that_is_not_there_is_missing_however_the_framework_says_so(SignatureScheme scheme)
    {
        var verifier = WebhookVerifier.For(scheme, StandardText);
        using var message = new HttpRequestMessage();
        var dictionary = new Dictionary<string, string[]>();

        Assert.Equal(WebhookVerification.MissingHeader, verifier.Verify(Body, _ => null, Noon));
        Assert.Equal(WebhookVerification.MissingHeader, verifier.Verify(Body, _ => [], Noon));
        Assert.Equal(WebhookVerification.MissingHeader, verifier.Verify(Body, _ => [null], Noon));
        Assert.Equal(WebhookVerification.MissingHeader, verifier.Verify(Body, name => message.Headers.GetValues(name), Noon));
        Assert.Equal(WebhookVerification.MissingHeader, verifier.Verify(Body, name => dictionary[name], Noon));
    }

    [Fact]
    public void A_fault_of_the_receivers_own_is_not_taken_for_a_missing_header()
    {
        var verifier = WebhookVerifier.For(SignatureScheme.SmartWms, OwnText);

        Assert.Throws<ObjectDisposedException>(() => verifier.Verify(Body, _ => throw new ObjectDisposedException("request"), Noon));
        Assert.Throws<NotSupportedException>(() => verifier.Verify(Body, _ => throw new NotSupportedException(), Noon));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void A_header_that_is_there_twice_is_not_valid_even_if_both_are_right(SignatureScheme scheme)
    {
        var headers = Signed(scheme);
        var verifier = WebhookVerifier.For(scheme, StandardText);

        Assert.Equal(WebhookVerification.RepeatedHeader, verifier.Verify(Body, name => [.. headers(name)!, .. headers(name)!], Noon));
        Assert.Equal(WebhookVerification.RepeatedHeader, verifier.Verify(Body, name => [null, .. headers(name)!], Noon));
        Assert.Equal(WebhookVerification.RepeatedHeader, verifier.Verify(Body, name => Endless(headers(name)!.Single()!), Noon));
    }

    [Fact]
    public void A_mistake_of_the_caller_is_named()
    {
        var verifier = WebhookVerifier.For(SignatureScheme.SmartWms, OwnText);

        Assert.Equal("body", Assert.Throws<ArgumentNullException>(() => verifier.Verify((byte[])null!, _ => null, Noon)).ParamName);
        Assert.Equal("headers", Assert.Throws<ArgumentNullException>(() => verifier.Verify(Body, null!, Noon)).ParamName);
        Assert.Equal("secrets", Assert.Throws<ArgumentNullException>(() => WebhookVerifier.For(SignatureScheme.Wms, (string[])null!)).ParamName);
        Assert.Equal("secrets", Assert.Throws<ArgumentNullException>(() => WebhookVerifier.For(SignatureScheme.Wms, (WebhookSecret[])null!)).ParamName);
        Assert.Equal("scheme", Assert.Throws<ArgumentOutOfRangeException>(() => WebhookVerifier.For(default)).ParamName);
        Assert.Equal("scheme", Assert.Throws<ArgumentOutOfRangeException>(() => WebhookVerifier.For((SignatureScheme)4, OwnText)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>("tolerance", () => WebhookVerifier.For(SignatureScheme.Wms, [], TimeSpan.FromTicks(-1)));
    }

    private static Func<string, IEnumerable<string?>?> Signed(SignatureScheme scheme)
    {
        var headers = WebhookSigner.Headers(scheme, WebhookSecret.Parse(StandardText), "evt_1", Noon, Body);
        return name => headers.Where(header => header.Key == name).Select(header => header.Value);
    }

    private static IEnumerable<string> Endless(string value)
    {
        while (true)
        {
            yield return value;
        }
    }
}
