using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmartWms.Webhooks.Secrets;

namespace SmartWms.Webhooks.Tests.Secrets;

public sealed class WebhookKeyRingTests
{
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes("CANARY-of-the-warehouse");
    private static readonly WebhookKey Old = new("2025", RandomNumberGenerator.GetBytes(32));
    private static readonly WebhookKey New = new("2026-11.a_B", RandomNumberGenerator.GetBytes(32));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20_000)]
    public void What_is_sealed_opens_again_and_shows_nothing(int length)
    {
        var plain = Enumerable.Repeat((byte)'C', length).ToArray();
        var stored = new WebhookKeyRing(New).Protect(plain);

        Assert.Equal(plain, new WebhookKeyRing(New).Unprotect(stored));
        Assert.Equal(2 + New.Id.Length + 12 + 16 + length, stored.Length);
        Assert.True(length < 8 || !Latin1(stored).Contains("CCCCCC", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_text_is_sealed_differently_each_time()
    {
        var ring = new WebhookKeyRing(New);
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(ring.Protect(Plain))).Distinct().Count());
    }

    [Fact]
    public void After_a_rotation_old_bytes_still_open_and_new_ones_name_the_current_key()
    {
        var before = new WebhookKeyRing(Old).Protect(Plain);
        var rotated = new WebhookKeyRing(New, Old);
        var after = rotated.Protect(Plain);

        Assert.Equal(Plain, rotated.Unprotect(before));
        Assert.Equal(Plain, new WebhookKeyRing(New).Unprotect(after));
        Assert.StartsWith("\u0001\u000B2026-11.a_B", Latin1(after), StringComparison.Ordinal);
        Assert.Equal((false, true), (rotated.IsCurrent(before), rotated.IsCurrent(after)));
        Assert.Equal(["2026-11.a_B", "2025"], rotated.Ids);
    }

    [Fact]
    public void A_missing_key_is_an_error_that_names_it_and_the_way_out()
    {
        var error = Assert.Throws<WebhookKeyException>(() => new WebhookKeyRing(New).Unprotect(new WebhookKeyRing(Old).Protect(Plain)));

        Assert.Equal("2025", error.KeyId);
        Assert.Equal("They were sealed with the key \"2025\", which is not in the key ring (2026-11.a_B). Add it to the WebhookKeyRing as an older key.", error.Message);
        NothingShown(error.ToString());
    }

    [Fact]
    public void Another_key_under_the_same_id_is_an_error_that_names_it()
    {
        var other = new WebhookKey(Old.Id, RandomNumberGenerator.GetBytes(32));

        var error = Assert.Throws<WebhookKeyException>(() => new WebhookKeyRing(other).Unprotect(new WebhookKeyRing(Old).Protect(Plain)));

        Assert.Equal("2025", error.KeyId);
        Assert.Contains("another key under this id", error.Message, StringComparison.Ordinal);
        NothingShown(error.ToString());
    }

    [Fact]
    public void A_change_of_any_bit_is_noticed()
    {
        var ring = new WebhookKeyRing(Old) { OpensUnsealed = false };
        var stored = ring.Protect(Plain);
        for (var bit = 0; bit < stored.Length * 8; bit++)
        {
            var changed = (byte[])stored.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var error = Assert.Throws<WebhookKeyException>(() => ring.Unprotect(changed));
            NothingShown(error.ToString());
        }
    }

    [Fact]
    public void Bytes_cut_at_any_length_are_refused()
    {
        var ring = new WebhookKeyRing(Old) { OpensUnsealed = true };
        var stored = ring.Protect(Plain);
        for (var length = 0; length < stored.Length; length++)
        {
            Assert.Throws<WebhookKeyException>(() => ring.Unprotect(stored.AsSpan(0, length)));
        }

        Assert.Throws<WebhookKeyException>(() => ring.Unprotect([.. stored, 0]));
    }

    // The id is authenticated: bytes of one key cannot be passed off as another's, even where two ids hold one key.
    [Fact]
    public void The_id_belongs_to_what_is_sealed()
    {
        var twin = new WebhookKey("2024", Old.Bytes);
        var stored = new WebhookKeyRing(Old).Protect(Plain);
        "2024"u8.CopyTo(stored.AsSpan(2));

        Assert.Throws<WebhookKeyException>(() => new WebhookKeyRing(Old, twin).Unprotect(stored));
    }

    [Fact]
    public void What_was_never_sealed_opens_only_while_the_host_says_so()
    {
        var unsealed = "{\"Current\":\"CANARY\"}"u8.ToArray();

        var error = Assert.Throws<WebhookKeyException>(() => new WebhookKeyRing(New).Unprotect(unsealed));
        Assert.Contains("OpensUnsealed", error.Message, StringComparison.Ordinal);
        NothingShown(error.ToString());
        Assert.Null(error.KeyId);
        Assert.Equal(unsealed, new WebhookKeyRing(New) { OpensUnsealed = true }.Unprotect(unsealed));
    }

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("  ", "missing")]
    [InlineData("CANARY!", "not the base64 of 32 bytes")]
    [InlineData("Q0FOQVJZ", "6 bytes long")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "one byte over and over")]
    [InlineData("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEy", "33 bytes long")]
    [InlineData("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMw==", "not the base64 of 32 bytes")]
    public void A_key_that_is_none_is_refused_with_the_way_to_make_one(string? base64, string says)
    {
        var error = Assert.Throws<ArgumentException>(() => WebhookKey.FromBase64("2026", base64));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("\"2026\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("openssl rand -base64 32", error.Message, StringComparison.Ordinal);
        NothingShown(error.Message);
    }

    [Fact]
    public void A_key_from_base64_is_its_bytes() =>
        Assert.Equal(Encoding.ASCII.GetBytes("01234567890123456789012345678901"), WebhookKey.FromBase64("a", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=").Bytes);

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("2026\n")]
    [InlineData("123456789012345678901234567890123")]
    public void An_id_is_short_and_plain(string id) => Assert.Throws<ArgumentException>(() => new WebhookKey(id, Old.Bytes));

    [Fact]
    public void Two_keys_with_one_id_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new WebhookKeyRing(New, Old, new WebhookKey("2025", RandomNumberGenerator.GetBytes(32))));
        Assert.Contains("\"2025\" twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_key_nor_ring_prints_or_serialises_a_key()
    {
        var ring = new WebhookKeyRing(New, Old);
        var text = $"{New} {ring} {JsonSerializer.Serialize(New)} {JsonSerializer.Serialize(ring)}";

        Assert.Contains("2026-11.a_B ***", text, StringComparison.Ordinal);
        foreach (var key in new[] { New, Old })
        {
            Assert.DoesNotContain(Convert.ToBase64String(key.Bytes), text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(key.Bytes), text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static void NothingShown(string text)
    {
        Assert.DoesNotContain("CANARY", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Old.Bytes), text, StringComparison.Ordinal);
    }
}
