using System.Text;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>Bytes are sacred, and names are written in any script.</summary>
public abstract class TextSuite : StoreSuite
{
    public static TheoryData<byte[]> Bytes() =>
    [
        Array.Empty<byte>(),
        new byte[] { 0 },
        new byte[] { 0, 1, 0, 255, 0xC3, 0x28, 0 },
        Encoding.UTF8.GetBytes("""{"ชื่อ":"คลังสินค้า กรุงเทพ","emoji":"📦🚚"}"""),
    ];

    [Theory] // R17
    [MemberData(nameof(Bytes))]
    public async Task A_body_is_given_back_byte_for_byte(byte[] body)
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1", with: row => row with { Bodies = [new EventBody("smartwms", body)] });

        Assert.Equal(body, (await DetailsAsync(delivery)).Body);
        Assert.Equal(body, (await ClaimOneAsync(lane)).Body);
    }

    [Fact]
    public async Task A_body_of_256_KiB_is_given_back_byte_for_byte() // R17
    {
        var body = new byte[256 * 1024];
        new Random(7).NextBytes(body);
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1", with: row => row with { Bodies = [new EventBody("smartwms", body)] });

        var (details, claim) = (await DetailsAsync(delivery), await ClaimOneAsync(lane));
        Assert.True(body.AsSpan().SequenceEqual(details.Body));
        Assert.True(body.AsSpan().SequenceEqual(claim.Body));
    }

    [Theory] // R28: no receiver can make its own success unrecordable
    [MemberData(nameof(Bytes))]
    public async Task An_answer_is_kept_byte_for_byte(byte[] answer)
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var record = Given.Delivered(await ClaimOneAsync(lane));

        Assert.True((await RecordAsync(record with { Attempt = record.Attempt! with { Answer = answer, StatusCode = 299 } })).Accepted);

        Assert.Equal(answer, Assert.Single((await DetailsAsync(delivery)).Attempts).Answer);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task Any_status_code_that_a_receiver_can_write_is_kept(int statusCode)
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var record = Given.Failed(await ClaimOneAsync(lane));

        await RecordAsync(record with { Attempt = record.Attempt! with { StatusCode = statusCode } });

        Assert.Equal(statusCode, (await SummaryAsync(delivery)).StatusCode);
    }

    [Theory]
    [InlineData("คลังสินค้า กรุงเทพฯ")]
    [InlineData("📦🚚 Zürich – \"it's\" 100% \\ ; drop table")]
    [InlineData("e\u0301 is not \u00e9")]
    public async Task Names_in_any_script_are_kept_and_found(string text)
    {
        var lane = await SubscribeAsync(row => row with { Name = text, Key = text, TenantId = text, Channels = [text], StateReason = text });
        var delivery = await PublishAsync(lane, "evt_1", with: row => row with { TenantId = text, Subject = text, Channels = [text] });

        var subscription = await SubscriptionAsync(lane);
        Assert.Equal((text, text, text, text), (subscription.Name, subscription.Key, subscription.TenantId, subscription.StateReason));
        Assert.Equal([text], subscription.Channels);
        Assert.Equal(lane, (await Stores.Subscriptions.FindByKeyAsync(text, text, Cancellation))!.Id);
        Assert.Single(await Stores.Subscriptions.ListAsync(new SubscriptionQuery { Text = text, Tenant = TenantScope.Only(text) }, Cancellation));
        Assert.Equal(delivery, Assert.Single(await ListAsync(new DeliveryQuery { Subject = text, Tenant = TenantScope.Only(text) })).Id);
    }

    [Fact]
    public async Task Names_at_their_limits_are_kept()
    {
        var (name, url, tenant, subject) = (new string('ก', 200), "https://a.example/" + new string('x', 2_030), new string('ก', 128), new string('ก', 200));
        var lane = await SubscribeAsync(row => row with { Name = name, Url = url, TenantId = tenant });
        var id = new string('e', 128);
        await PublishAsync(lane, id, with: row => row with { TenantId = tenant, Subject = subject });

        var claim = await ClaimOneAsync(lane);

        Assert.Equal((id, tenant), (claim.EventId, claim.TenantId));
        Assert.Equal((name, url), ((await SubscriptionAsync(lane)).Name, (await SubscriptionAsync(lane)).Url));
        Assert.Equal(subject, (await SummaryAsync(claim.Id)).Subject);
    }
}
