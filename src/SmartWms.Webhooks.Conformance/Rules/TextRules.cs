using System.Text;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Bytes are sacred, and names are written in any script.</summary>
internal sealed class TextRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<TextRules>(RuleFamily.Text, (stores, cancellation) => new TextRules(stores, cancellation));
        return
        [
            rules.Each("T-01", "A body is given back byte for byte", Bytes, (on, body) => on.ABodyIsGivenBackByteForByteAsync(body)),
            rules.One("T-02", "A body of 256 KiB is given back byte for byte", on => on.ABodyOf256KiBIsGivenBackByteForByteAsync()),
            rules.Each("T-03", "An answer is kept byte for byte", Bytes, (on, answer) => on.AnAnswerIsKeptByteForByteAsync(answer)),
            rules.Each("T-04", "Any status code that a receiver can write is kept",
                [0, 999, -1, int.MaxValue], (on, statusCode) => on.AnyStatusCodeThatAReceiverCanWriteIsKeptAsync(statusCode)),
            rules.Each("T-05", "Names in any script are kept and found",
                ["คลังสินค้า กรุงเทพฯ", "📦🚚 Zürich – \"it's\" 100% \\ ; drop table", "e\u0301 is not \u00e9"],
                (on, text) => on.NamesInAnyScriptAreKeptAndFoundAsync(text)),
            rules.One("T-06", "Names at their limits are kept", on => on.NamesAtTheirLimitsAreKeptAsync()),
        ];
    }

    private static readonly byte[][] Bytes =
    [
        Array.Empty<byte>(),
        new byte[] { 0 },
        new byte[] { 0, 1, 0, 255, 0xC3, 0x28, 0 },
        Encoding.UTF8.GetBytes("""{"ชื่อ":"คลังสินค้า กรุงเทพ","emoji":"📦🚚"}"""),
    ];

    private async Task ABodyIsGivenBackByteForByteAsync(byte[] body) // R17
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1", with: row => row with { Bodies = [new EventBody("smartwms", body)] });

        Expect.Equal(body, (await DetailsAsync(delivery)).Body);
        Expect.Equal(body, (await ClaimOneAsync(lane)).Body);
    }

    private async Task ABodyOf256KiBIsGivenBackByteForByteAsync() // R17
    {
        var body = new byte[256 * 1024];
        new Random(7).NextBytes(body);
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1", with: row => row with { Bodies = [new EventBody("smartwms", body)] });

        var (details, claim) = (await DetailsAsync(delivery), await ClaimOneAsync(lane));
        Expect.True(body.AsSpan().SequenceEqual(details.Body));
        Expect.True(body.AsSpan().SequenceEqual(claim.Body));
    }

    private async Task AnAnswerIsKeptByteForByteAsync(byte[] answer) // R28: no receiver can make its own success unrecordable
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var record = Given.Delivered(await ClaimOneAsync(lane));

        Expect.True((await RecordAsync(record with { Attempt = record.Attempt! with { Answer = answer, StatusCode = 299 } })).Accepted);

        Expect.Equal(answer, Expect.Single((await DetailsAsync(delivery)).Attempts).Answer);
    }

    private async Task AnyStatusCodeThatAReceiverCanWriteIsKeptAsync(int statusCode)
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var record = Given.Failed(await ClaimOneAsync(lane));

        await RecordAsync(record with { Attempt = record.Attempt! with { StatusCode = statusCode } });

        Expect.Equal(statusCode, (await SummaryAsync(delivery)).StatusCode);
    }

    private async Task NamesInAnyScriptAreKeptAndFoundAsync(string text)
    {
        var lane = await SubscribeAsync(row => row with { Name = text, Key = text, TenantId = text, Channels = [text], StateReason = text });
        var delivery = await PublishAsync(lane, "evt_1", with: row => row with { TenantId = text, Subject = text, Channels = [text] });

        var subscription = await SubscriptionAsync(lane);
        Expect.Equal((text, text, text, text), (subscription.Name, subscription.Key, subscription.TenantId, subscription.StateReason));
        Expect.Equal([text], subscription.Channels);
        Expect.Equal(lane, (await Stores.Subscriptions.FindByKeyAsync(text, text, Cancellation))!.Id);
        Expect.Single(await Stores.Subscriptions.ListAsync(new SubscriptionQuery { Text = text, Tenant = TenantScope.Only(text) }, Cancellation));
        Expect.Equal(delivery, Expect.Single(await ListAsync(new DeliveryQuery { Subject = text, Tenant = TenantScope.Only(text) })).Id);
    }

    private async Task NamesAtTheirLimitsAreKeptAsync()
    {
        var (name, url, tenant, subject) = (new string('ก', 200), "https://a.example/" + new string('x', 2_030), new string('ก', 128), new string('ก', 200));
        var lane = await SubscribeAsync(row => row with { Name = name, Url = url, TenantId = tenant });
        var id = new string('e', 128);
        await PublishAsync(lane, id, with: row => row with { TenantId = tenant, Subject = subject });

        var claim = await ClaimOneAsync(lane);

        Expect.Equal((id, tenant), (claim.EventId, claim.TenantId));
        Expect.Equal((name, url), ((await SubscriptionAsync(lane)).Name, (await SubscriptionAsync(lane)).Url));
        Expect.Equal(subject, (await SummaryAsync(claim.Id)).Subject);
    }
}
