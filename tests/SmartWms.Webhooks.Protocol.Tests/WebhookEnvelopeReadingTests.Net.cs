using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace SmartWms.Webhooks.Protocol.Tests;

public sealed class WebhookEnvelopeReadingTests
{
    private const string Good = """{"id":"evt_1","type":"order.shipped","timestamp":"2024-01-15T10:30:00Z","data":{"orderId":"ord_789"}}""";
    private static readonly DateTimeOffset HalfPastTen = new(2024, 1, 15, 10, 30, 0, TimeSpan.Zero);

    [Fact]
    public void What_was_written_is_read()
    {
        var body = WebhookEnvelope.Write("evt_1", WmsEvents.OrderShipped, HalfPastTen, """{"ชื่อ":"กล่อง 📦"}"""u8);

        Assert.True(WebhookEnvelope.TryRead(body, out var read));
        Array.Clear(body);      // the event is independent of the buffer it came in

        Assert.Equal(("evt_1", "order.shipped", HalfPastTen), (read.Id, read.Type, read.Timestamp));
        Assert.Equal(TimeSpan.Zero, read.Timestamp.Offset);
        Assert.Equal("กล่อง 📦", read.Data.GetProperty("ชื่อ").GetString());
    }

    [Theory]
    [InlineData("""{"data":null,"timestamp":"2024-01-15T10:30:00.5Z","more":[1,{}],"type":"order","id":"evt_1"}""")]
    [InlineData(""" { "id" : "evt_1", "type":"a.b","timestamp":"2024-01-15T10:30:00Z","data":[] } """)]
    [InlineData("""{"id":"\u0065vt_1","type":"a.b","timestamp":"2024-01-15T10:30:00Z","data":7}""")]
    public void Order_white_space_and_other_members_do_not_matter(string body) =>
        Assert.True(WebhookEnvelope.TryRead(Encoding.UTF8.GetBytes(body), out _));

    public static TheoryData<string> Malformed =>
    [
        "", " ", "null", "1", "[]", "\"id\"", "{}", "{", Good[..^1], Good + "x", Good + Good, "\ufeff" + Good, "// no\n" + Good,
        Good.Replace("\"id\":\"evt_1\",", ""), Good.Replace("evt_1", "evt.1"), Good.Replace("\"evt_1\"", "1"), Good.Replace("\"evt_1\"", "null"),
        Good.Replace("evt_1", "\\ud83d"), Good.Replace("evt_1", ""),
        Good.Replace("order.shipped", "Order"), Good.Replace("\"type\":\"order.shipped\",", ""), Good.Replace("\"order.shipped\"", "{}"),
        Good.Replace(",\"data\":{\"orderId\":\"ord_789\"}", ""), Good.Replace("\"data\"", "\"Data\""),
        Good.Replace("10:30:00Z", "10:30:00"), Good.Replace("10:30:00Z", "10:30:00+00:00"), Good.Replace("T10", " 10"), Good.Replace("01-15", "13-15"),
        Good.Replace("\"2024-01-15T10:30:00Z\"", "1705314600"), Good.Replace("\"timestamp\"", "\"time\""),
        Good.Replace("{\"id\"", "{\"id\":\"evt_1\",\"id\""), Good.Replace("{\"orderId\"", "{\"orderId\":1,\"orderId\""),
        Good.Replace("\"ord_789\"", "\"ord_789\","),
        Good.Replace("\"ord_789\"", new string('[', 70) + new string(']', 70)),
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Anything_malformed_is_refused(string body)
    {
        Assert.False(WebhookEnvelope.TryRead(Encoding.UTF8.GetBytes(body), out var read));
        Assert.Null(read);
    }

    [Fact]
    public void A_body_that_is_not_utf8_is_refused()
    {
        byte[] body = [.. Encoding.UTF8.GetBytes(Good[..^4]), 0xff, .. Encoding.UTF8.GetBytes(Good[^4..])];

        Assert.False(WebhookEnvelope.TryRead(body, out _));
    }

    [Fact]
    public void No_bytes_make_reading_throw() => Prop
        .ForAll<byte[]>(body => !WebhookEnvelope.TryRead(body, out _))
        .Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(300));

    [Fact]
    public void No_byte_changed_in_a_good_body_makes_reading_throw() => Prop
        .ForAll<int, byte>((index, value) =>
        {
            var body = Encoding.UTF8.GetBytes(Good);
            body[(int)((uint)index % (uint)body.Length)] = value;
            return WebhookEnvelope.TryRead(body, out var read) == (read is not null);
        })
        .Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2_000));
}
