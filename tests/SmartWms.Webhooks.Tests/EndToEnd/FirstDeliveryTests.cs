using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.EndToEnd;

public sealed class FirstDeliveryTests
{
    private const string Secret = "a-secret-of-some-length";

    [Fact]
    public async Task A_published_event_arrives_signed_and_is_logged()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var engine = await TestEngine.StartAsync();
        var webhook = await engine.SubscribeAsync(receiver.UrlOf("/hook"), form => form.Secret = Secret);

        var published = await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_789", carrier = "ไปรษณีย์ไทย 📦" });

        Assert.Equal(1, published.Deliveries);
        var request = (await receiver.WaitForAsync(1))[0];
        var verifier = WebhookVerifier.For(SignatureScheme.SmartWms, Secret);
        Assert.Equal(WebhookVerification.Valid, verifier.Verify(request.Body.ToArray(), request.HeaderValues, DateTimeOffset.UtcNow));
        Assert.Contains("\"data\":{\"orderId\":\"ord_789\",\"carrier\":\"ไปรษณีย์ไทย 📦\"}}", System.Text.Encoding.UTF8.GetString(request.Body.Span), StringComparison.Ordinal);
        var row = Assert.Single(await engine.WaitForAsync(page => page is [{ State: DeliveryState.Delivered }], new DeliveryQuery { Subscription = webhook }));
        Assert.Equal(published.EventId, row.EventId);
        Assert.Equal(200, row.StatusCode);
    }
}
