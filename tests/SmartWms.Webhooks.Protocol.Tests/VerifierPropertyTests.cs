using FsCheck;
using FsCheck.Fluent;

namespace SmartWms.Webhooks.Protocol.Tests;

/// <summary>What holds for every body and every header, tried on some hundred random ones.</summary>
public sealed class VerifierPropertyTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly WebhookSecret Secret = WebhookSecret.Parse("whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY");
    private static readonly Config Quietly = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(300);

    public static TheoryData<SignatureScheme> Schemes => [.. Enum.GetValues<SignatureScheme>()];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Every_signed_body_verifies(SignatureScheme scheme) => Prop
        .ForAll<byte[]>(body => Verify(scheme, body, Signed(scheme, body)) == WebhookVerification.Valid)
        .Check(Quietly);

    [Theory]
    [MemberData(nameof(Schemes))]
    public void No_body_with_one_byte_changed_verifies(SignatureScheme scheme) => Prop
        .ForAll<NonEmptyArray<byte>, int, byte>((original, index, bits) =>
        {
            var body = original.Get;
            var headers = Signed(scheme, body);
            body[(int)((uint)index % (uint)body.Length)] ^= (byte)(bits | 1);
            return Verify(scheme, body, headers) == WebhookVerification.SignatureMismatch;
        })
        .Check(Quietly);

    [Theory]
    [MemberData(nameof(Schemes))]
    public void No_header_with_one_character_changed_verifies(SignatureScheme scheme) => Prop
        .ForAll<byte[], int, char>((body, index, replacement) =>
        {
            var headers = Signed(scheme, body);
            var (name, value) = Relevant(scheme, headers)[(int)((uint)index % (uint)Relevant(scheme, headers).Length)];
            var at = (int)((uint)index / 3 % (uint)value.Length);
            var changed = value[..at] + replacement + value[(at + 1)..];
            headers[name] = changed;
            return changed == value || Verify(scheme, body, headers) != WebhookVerification.Valid;
        })
        .Check(Quietly);

    [Theory]
    [MemberData(nameof(Schemes))]
    public void No_header_text_makes_the_verifier_throw_or_believe(SignatureScheme scheme) => Prop
        .ForAll<string[], byte[]>((values, body) =>
            WebhookVerifier.For(scheme, [Secret]).Verify(body, _ => values, Noon) is not WebhookVerification.Valid and not WebhookVerification.NotVerified)
        .Check(Quietly);

    [Theory]
    [MemberData(nameof(Schemes))]
    public void No_three_headers_make_the_verifier_throw_or_believe(SignatureScheme scheme) => Prop
        .ForAll<string, string, string>((first, second, third) =>
        {
            var headers = new Dictionary<string, string>
            {
                ["webhook-id"] = first,
                ["webhook-timestamp"] = second,
                ["webhook-signature"] = third,
                ["X-WMS-Signature"] = first,
                ["X-SmartWMS-Signature"] = second,
            };
            return Verify(scheme, [], headers) != WebhookVerification.Valid;
        })
        .Check(Quietly);

    [Fact]
    public void No_text_makes_parsing_a_secret_throw_and_each_secret_is_kept_as_it_was() => Prop
        .ForAll<string>(text => !WebhookSecret.TryParse(text, out var secret) || secret.Reveal() == text)
        .Check(Quietly);

    private static WebhookVerification Verify(SignatureScheme scheme, byte[] body, Dictionary<string, string> headers) =>
        WebhookVerifier.For(scheme, [Secret]).Verify(body, name => [headers[name]], Noon);

    private static Dictionary<string, string> Signed(SignatureScheme scheme, byte[] body) =>
        WebhookSigner.Headers(scheme, Secret, "evt_1", Noon, body).ToDictionary(header => header.Key, header => header.Value);

    private static (string Name, string Value)[] Relevant(SignatureScheme scheme, Dictionary<string, string> headers) =>
        [.. headers.Where(header => header.Key.StartsWith('X') != (scheme == SignatureScheme.StandardWebhooks)).Select(header => (header.Key, header.Value))];
}
