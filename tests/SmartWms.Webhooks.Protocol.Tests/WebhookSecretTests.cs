using System.Text;

namespace SmartWms.Webhooks.Protocol.Tests;

public sealed class WebhookSecretTests
{
    [Fact]
    public void A_generated_secret_is_the_base64_of_32_bytes_after_whsec_and_fits_every_scheme()
    {
        var text = WebhookSecret.Generate().Reveal();

        Assert.StartsWith("whsec_", text, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(text["whsec_".Length..]).Length);
        Assert.All(Enum.GetValues<SignatureScheme>(), scheme => Assert.True(WebhookVerifier.CanUse(scheme, text)));
    }

    [Fact]
    public void No_two_generated_secrets_are_the_same() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => WebhookSecret.Generate().Reveal()).Distinct().Count());

    [Theory]
    [InlineData("sixteen letters!")]
    [InlineData("whsek_sixteen letters")]
    [InlineData("WHSEC_sixteen letters")]
    [InlineData("ความลับของคลังสินค้า")]
    [InlineData("📦📦📦📦📦📦📦📦")]
    [InlineData(" white space at its ends ")]
    public void An_own_secret_is_any_text_of_16_characters(string text)
    {
        var secret = WebhookSecret.Parse(text);

        Assert.Equal(text, secret.Reveal());
        Assert.False(secret.IsStandard);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(26)]
    [InlineData(32)]
    [InlineData(64)]
    public void A_whsec_secret_holds_24_to_64_bytes(int count)
    {
        var text = "whsec_" + Convert.ToBase64String(Bytes(count));

        Assert.True(WebhookSecret.TryParse(text, out var secret));
        Assert.True(secret.IsStandard);
        Assert.Equal(text, secret.Reveal());
    }

    public static TheoryData<string> NoSecrets =>
    [
        "", "fifteen letters", "whsec_", "whsec_!!!!", "whsec_AQIDBAUGBwgJCgsMDQ4PEBES",
        "whsec_" + Convert.ToBase64String(Bytes(23)),
        "whsec_" + Convert.ToBase64String(Bytes(65)),
        "whsec_" + Convert.ToBase64String(Bytes(66)),
        "whsec_" + Convert.ToBase64String(Bytes(32)).TrimEnd('='),
        "whsec_" + Convert.ToBase64String(Bytes(32)) + "====",
        "whsec_" + Convert.ToBase64String(Bytes(24)) + "\n",
        "whsec_" + Convert.ToBase64String(Bytes(24)).Insert(4, " \t\r\n"),
        "whsec_" + Convert.ToBase64String(Bytes(24)).Insert(4, "===="),
        "whsec_" + Convert.ToBase64String(Bytes(24)).Replace('A', '-'),
        "whsec_" + Convert.ToBase64String(Bytes(24)).Replace('A', 'Ａ'),
        "whsec_" + Convert.ToBase64String(Bytes(25))[..^3] + "Z==",
        "whsec_ " + Convert.ToBase64String(Bytes(27)),
    ];

    [Theory]
    [MemberData(nameof(NoSecrets))]
    public void Anything_else_is_no_secret_and_the_exception_says_the_rule_but_never_the_text(string text)
    {
        Assert.False(WebhookSecret.TryParse(text, out var secret));
        Assert.Null(secret);

        var exception = Assert.Throws<FormatException>(() => WebhookSecret.Parse(text));

        Assert.StartsWith("A secret", exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.InnerException);
        var own = text.Replace("whsec_", "", StringComparison.Ordinal);
        Assert.True(own.Length == 0 || !exception.ToString().Contains(own, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fifteen letters", "16 characters")]
    [InlineData("whsec_short", "24 to 64 bytes")]
    [InlineData("whsec_long enough yet not base64", "24 to 64 bytes")]
    public void The_exception_names_the_rule_that_is_broken(string text, string rule) =>
        Assert.Contains(rule, Assert.Throws<FormatException>(() => WebhookSecret.Parse(text)).Message, StringComparison.Ordinal);

    // Replaced as encoders do, two different secrets would share one key.
    [Fact]
    public void Half_of_a_surrogate_pair_is_in_no_secret()
    {
        const string Text = "half a surrogate pair \ud83d";

        Assert.False(WebhookSecret.TryParse(Text, out _));
        Assert.Contains("Unicode", Assert.Throws<FormatException>(() => WebhookSecret.Parse(Text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_at_all_is_a_mistake_of_the_caller_to_parse_and_no_secret_to_try()
    {
        Assert.Equal("text", Assert.Throws<ArgumentNullException>(() => WebhookSecret.Parse(null!)).ParamName);
        Assert.False(WebhookSecret.TryParse(null, out _));
    }

    [Theory]
    [InlineData("sixteen letters!", "…ers!")]
    [InlineData("fourteen chars📦", "…rs📦")]
    [InlineData("thirteen chr📦xyz", "…xyz")]
    public void The_hint_is_the_last_four_characters_without_half_of_one(string text, string hint) =>
        Assert.Equal(hint, WebhookSecret.Parse(text).Hint);

    [Fact]
    public void Two_secrets_are_equal_when_their_texts_are()
    {
        var secret = WebhookSecret.Parse("sixteen letters!");
        var same = WebhookSecret.Parse("sixteen letters!");
        var other = WebhookSecret.Parse("sixteen letters?");

        Assert.True(secret.Equals(same));
        Assert.True(secret.Equals((object)same));
        Assert.Equal(secret.GetHashCode(), same.GetHashCode());
        Assert.False(secret.Equals(other));
        Assert.False(secret.Equals(WebhookSecret.Parse("sixteen letters!!")));
        Assert.False(secret.Equals(null));
        Assert.False(secret.Equals((object)"sixteen letters!"));
        Assert.NotEqual(secret.GetHashCode(), other.GetHashCode());
    }

    [Fact]
    public void The_key_of_a_body_signature_is_the_utf8_of_the_whole_text_prefix_included()
    {
        var text = "whsec_" + Convert.ToBase64String(Bytes(24));
        var expected = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(text), "body"u8);

        Assert.Equal(Convert.ToHexStringLower(expected), WebhookSigner.SignBody(WebhookSecret.Parse(text), "body"u8.ToArray()));
    }

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)i)];
}
