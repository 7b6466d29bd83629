using System.Text;

namespace SmartWms.Webhooks.Protocol.Tests;

/// <summary>Signatures that others published, so that signing is not tested against itself.</summary>
public sealed class PublishedVectorTests
{
    [Fact]
    public void The_standard_webhooks_vector_is_signed_as_its_specification_prints_it()
    {
        var secret = WebhookSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        var signature = WebhookSigner.SignStandard(
            secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("""{"test": 2432232314}"""));

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public void The_github_vector_is_signed_as_its_documentation_prints_it()
    {
        var signature = WebhookSigner.SignBody(WebhookSecret.Parse("It's a Secret to Everybody"), Encoding.UTF8.GetBytes("Hello, World!"));

        Assert.Equal("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", signature);
    }

    // RFC 4231, but for case 5, whose result is cut. Asked of the hash itself: most of these keys are no secret's text.
    [Theory]
    [InlineData(1, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    [InlineData(2, "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData(4, "0102030405060708090a0b0c0d0e0f10111213141516171819",
        "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b")]
    public void The_hash_gives_the_rfc_4231_results(int number, string key, string data, string expected)
    {
        var hash = new KeyedHash(Convert.FromHexString(key));

        var whole = hash.Compute([], Convert.FromHexString(data));
        var inTwoParts = hash.Compute(Convert.FromHexString(data[..4]), Convert.FromHexString(data[4..]));

        Assert.True(expected == Convert.ToHexStringLower(whole), $"case {number}");
        Assert.True(expected == Convert.ToHexStringLower(inTwoParts), $"case {number}, in two parts");
    }

    [Theory]
    [InlineData(0xaa, 20, 0xdd, 50, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe")]
    public void The_hash_gives_the_rfc_4231_result_of_case_3(int keyByte, int keyLength, int dataByte, int dataLength, string expected)
    {
        var hash = new KeyedHash([.. Enumerable.Repeat((byte)keyByte, keyLength)]);

        Assert.Equal(expected, Convert.ToHexStringLower(hash.Compute([], [.. Enumerable.Repeat((byte)dataByte, dataLength)])));
    }

    [Theory]
    [InlineData("Test Using Larger Than Block-Size Key - Hash Key First", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")]
    [InlineData(
        "This is a test using a larger than block-size key and a larger than block-size data. "
            + "The key needs to be hashed before being used by the HMAC algorithm.",
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2")]
    public void The_hash_gives_the_rfc_4231_results_of_a_key_longer_than_a_block(string data, string expected)
    {
        var hash = new KeyedHash([.. Enumerable.Repeat((byte)0xaa, 131)]);

        Assert.Equal(expected, Convert.ToHexStringLower(hash.Compute([], Encoding.ASCII.GetBytes(data))));
    }
}
