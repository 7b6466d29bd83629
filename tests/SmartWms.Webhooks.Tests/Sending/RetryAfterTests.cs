using SmartWms.Webhooks.Sending;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Sending;

/// <summary>R11: seconds and HTTP dates; nonsense is ignored. Noon is 2030-01-01 12:00:00, a Tuesday.</summary>
public sealed class RetryAfterTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData("007", 7)]
    [InlineData("31536000", 31536000)]
    [InlineData("31536001", 31536000)]
    [InlineData("99999999999999999999999999999999", 31536000)]
    public void Seconds_are_read(string value, double seconds) => Assert.Equal(Seconds(seconds), RetryAfter.Parse(value, Noon));

    [Theory]
    [InlineData("Tue, 01 Jan 2030 12:01:30 GMT")]
    [InlineData("Tuesday, 01-Jan-30 12:01:30 GMT")]
    [InlineData("Tue Jan  1 12:01:30 2030")]
    public void A_date_in_each_of_HTTPs_three_forms_is_read(string value) => Assert.Equal(Seconds(90), RetryAfter.Parse(value, Noon));

    [Theory]
    [InlineData("Tue, 01 Jan 2030 12:00:00 GMT")]
    [InlineData("Tue, 01 Jan 2030 11:59:59 GMT")]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT")]
    public void A_date_that_is_past_is_none(string value) => Assert.Null(RetryAfter.Parse(value, Noon));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData("5.5")]
    [InlineData("1e3")]
    [InlineData("soon")]
    [InlineData("120 seconds")]
    [InlineData("๑๒๐")]
    [InlineData("Tue, 32 Jan 2030 12:01:30 GMT")]
    [InlineData("Tue, 01 Jan 2030 12:01:30 +0700")]
    [InlineData("2030-01-01T12:01:30Z")]
    public void Nonsense_is_none(string? value) => Assert.Null(RetryAfter.Parse(value, Noon));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void What_is_longer_than_64_characters_is_nonsense(int length, bool read) =>
        Assert.Equal(read, RetryAfter.Parse(new string('9', length), Noon) is not null);
}
