using System.Text;

namespace SmartWms.Webhooks.Protocol.Tests;

public sealed class WebhookEnvelopeTests
{
    private static readonly DateTimeOffset HalfPastTen = new(2024, 1, 15, 10, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_body_is_four_members_in_order_with_the_data_as_it_was_given()
    {
        var body = Write(HalfPastTen, """{ "orderId": "ord_789", "ชื่อ": "กล่อง 📦", "qty": 1.10 }""");

        Assert.Equal(
            """{"id":"evt_123456","type":"order.shipped","timestamp":"2024-01-15T10:30:00Z","data":{ "orderId": "ord_789", "ชื่อ": "กล่อง 📦", "qty": 1.10 }}""",
            Encoding.UTF8.GetString(body));
    }

    [Fact]
    public void A_body_has_no_byte_order_mark() => Assert.Equal((byte)'{', Write(HalfPastTen, "{}")[0]);

    [Theory]
    [InlineData("2024-01-15T17:30:00+07:00", "2024-01-15T10:30:00Z")]
    [InlineData("2024-01-15T10:30:00.9999999Z", "2024-01-15T10:30:00Z")]
    [InlineData("2024-12-31T23:30:00-01:00", "2025-01-01T00:30:00Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9Z", "9999-12-31T23:59:59Z")]
    public void The_timestamp_is_utc_in_whole_seconds(string given, string written) =>
        Assert.Contains($"\"timestamp\":\"{written}\"", Encoding.UTF8.GetString(Write(DateTimeOffset.Parse(given, null), "{}")), StringComparison.Ordinal);

    [Fact]
    public void The_timestamp_is_the_same_in_a_country_with_another_calendar()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo("th-TH");
            Assert.Contains("2024-01-15T10:30:00Z", Encoding.UTF8.GetString(Write(HalfPastTen, "{}")), StringComparison.Ordinal);
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_mistake_of_the_caller_is_named()
    {
        byte[] data = [(byte)'1'];

        var badId = Assert.Throws<ArgumentException>("id", () => WebhookEnvelope.Write("evt.1", "a", HalfPastTen, data));
        var badType = Assert.Throws<ArgumentException>("type", () => WebhookEnvelope.Write("evt_1", "A", HalfPastTen, data));

        Assert.StartsWith("'evt.1' is no event id", badId.Message, StringComparison.Ordinal);
        Assert.StartsWith("'A' is no event type", badType.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("dataJson", () => WebhookEnvelope.Write("evt_1", "a", HalfPastTen, Array.Empty<byte>()));
        Assert.Throws<ArgumentNullException>("id", () => WebhookEnvelope.Write(null!, "a", HalfPastTen, data));
        Assert.Throws<ArgumentNullException>("type", () => WebhookEnvelope.Write("evt_1", null!, HalfPastTen, data));
        Assert.Throws<ArgumentNullException>("dataJson", () => WebhookEnvelope.Write("evt_1", "a", HalfPastTen, (byte[])null!));
    }

    private static byte[] Write(DateTimeOffset timestamp, string data) =>
        WebhookEnvelope.Write("evt_123456", WmsEvents.OrderShipped, timestamp, Encoding.UTF8.GetBytes(data));
}
