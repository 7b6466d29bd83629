using System.Security.Cryptography;
using System.Text;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Secrets;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Secrets;

/// <summary>R28: what the sealed blob holds, and that nothing prints it.</summary>
public sealed class SealedContentTests
{
    private static readonly SealedContent Content = new(
        new SecretRing(WebhookSecret.Parse("CANARY-the-new-secret"), Noon, WebhookSecret.Parse("CANARY-the-old-secret"), Noon + TimeSpan.FromDays(1)),
        [new("Authorization", "Bearer CANARY"), new("X-Site", "BKK1")]);

    [Fact]
    public void What_is_sealed_is_opened_again()
    {
        var opened = SealedContent.Open(Content.Seal(Protector), Protector);

        Assert.Equal(Content.Secrets, opened.Secrets);
        Assert.Equal(Content.Headers, opened.Headers);
    }

    [Fact]
    public void Without_rotation_and_headers_it_is_opened_again_too()
    {
        var opened = SealedContent.Open(new SealedContent(new SecretRing(WebhookSecret.Parse("CANARY-the-new-secret"), Noon), []).Seal(Protector), Protector);

        Assert.Null(opened.Secrets.Retiring);
        Assert.Null(opened.Secrets.OverlapEndsAt);
        Assert.Empty(opened.Headers);
    }

    [Fact]
    public void Only_the_protector_sees_the_plain_bytes_and_they_are_wiped()
    {
        var protector = new Keeping();
        var stored = Content.Seal(protector);
        Assert.Contains("CANARY", Encoding.UTF8.GetString(protector.Unprotect(stored)), StringComparison.Ordinal);

        SealedContent.Open(stored, protector);
        Assert.All(protector.HandedOut[^1], plain => Assert.Equal(0, plain));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("CANARY")]
    [InlineData("""{"Current":"CANARY"}""")]
    [InlineData("""{"Current":"CANARY-the-new-secret","Headers":"CANARY"}""")]
    [InlineData("""{"Current":"CANARY-the-new-secret","Headers":null}""")]
    [InlineData("""{"Current":"CANARY-the-new-secret","Headers":[null]}""")]
    [InlineData("""{"Current":"CANARY-the-new-secret","Headers":[{"Name":null,"Value":"CANARY"}]}""")]
    [InlineData("""{"Current":"CANARY-the-new-secret","Headers":[{"Name":"X-Site","Value":null}]}""")]
    public void What_is_not_readable_is_said_without_its_content(string plain)
    {
        var error = Assert.Throws<CryptographicException>(() => SealedContent.Open(Encoding.UTF8.GetBytes(plain), Protector));

        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("The sealed secrets of a subscription are not readable.", error.Message);
    }

    [Fact]
    public void A_protector_that_cannot_open_is_heard() =>
        Assert.Throws<CryptographicException>(() => SealedContent.Open([1], new Refusing()));

    [Fact]
    public void It_never_prints_a_secret() => Assert.Equal("SealedContent ***", $"{Content}");

    private sealed class Keeping : IWebhookSecretProtector
    {
        public List<byte[]> HandedOut { get; } = [];

        public byte[] Protect(ReadOnlySpan<byte> plain) => Flip(plain);

        public byte[] Unprotect(ReadOnlySpan<byte> sealedBytes)
        {
            HandedOut.Add(Flip(sealedBytes));
            return HandedOut[^1];
        }

        private static byte[] Flip(ReadOnlySpan<byte> bytes) => [.. bytes.ToArray().Select(value => (byte)(value ^ 0x5A))];
    }

    private sealed class Refusing : IWebhookSecretProtector
    {
        public byte[] Protect(ReadOnlySpan<byte> plain) => [];

        public byte[] Unprotect(ReadOnlySpan<byte> sealedBytes) => throw new CryptographicException("the key is gone");
    }
}
