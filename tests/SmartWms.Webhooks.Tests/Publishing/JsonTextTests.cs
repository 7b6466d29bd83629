using System.Text;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Tests.Publishing;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData(" { \"a\" : [ 1 , \"ไทย\" , \"\\u0e01\" ] } ")]
    public void One_JSON_value_goes_out_byte_for_byte(string json) => Assert.Equal(json, Encoding.UTF8.GetString(JsonText.Checked(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void The_bytes_are_a_copy_of_its_own()
    {
        byte[] given = [.. "{}"u8];
        var taken = JsonText.Checked(given);
        given[0] = 0;

        Assert.Equal("{}"u8.ToArray(), taken);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{\"CANARY\":}")]
    [InlineData("{} {}")]
    [InlineData("// CANARY\n{}")]
    [InlineData("[1,]")]
    [InlineData("\"CANARY\n\"")]
    [InlineData("\ufeff{}")]
    [InlineData("CANARY")]
    public void What_is_not_one_value_is_refused_and_not_quoted(string json)
    {
        var error = Assert.Throws<WebhookInputException>("utf8Json", () => JsonText.Checked(Encoding.UTF8.GetBytes(json)));

        Assert.StartsWith("The data is not one JSON value: see line ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused() => Assert.Throws<WebhookInputException>(() => JsonText.Checked(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' }));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void It_is_at_most_64_levels_deep(int levels, bool good)
    {
        var json = Encoding.UTF8.GetBytes(new string('[', levels) + new string(']', levels));

        Assert.Equal(good, Record.Exception(() => JsonText.Checked(json)) is null);
    }
}
