using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Publishing;

public sealed class PreviewTests
{
    [Fact]
    public async Task A_preview_says_who_would_get_the_event_and_why_and_sends_and_stores_nothing()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync("/all", form => form.Name = "all");
        await engine.SubscribeAsync("/other", form => (form.Name, form.EventTypes) = ("other", ["inventory.*"]));
        await engine.SubscribeAsync("/channel", form => (form.Name, form.Channels) = ("channel", ["warehouse:BKK1"]));
        var paused = await engine.SubscribeAsync("/paused", form => (form.Name, form.EventTypes) = ("paused", [WmsEvents.OrderShipped]));
        await engine.Webhooks.PauseAsync(paused);
        await engine.SubscribeAsync("/tenant", form => form.TenantId = "x");
        await engine.Webhooks.DeleteAsync(await engine.SubscribeAsync("/deleted"));

        var preview = await engine.Engine.Dispatcher.PreviewAsync(NewWebhookEvent.Create(WmsEvents.OrderShipped, new { orderId = 1 }));

        Assert.Equal(
        [
            ("all", true, "'*' matches."),
            ("other", false, "It does not ask for order.shipped."),
            ("channel", false, "It names channels (warehouse:BKK1) and the event shares none."),
            ("paused", true, "'order.shipped' matches; it would be held, as the webhook is Paused."),
        ],
            preview.Webhooks.Select(webhook => (webhook.Name, webhook.Matches, webhook.Why)));
        await engine.IdleAsync();
        Assert.Empty(await engine.Deliveries.ListAsync(new DeliveryQuery()));
        Assert.Equal(0, engine.Receiver.Count);
    }

    [Fact]
    public async Task A_preview_of_a_sensitive_type_says_that_it_has_to_be_named()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        var preview = await engine.Engine.Dispatcher.PreviewAsync(NewWebhookEvent.Create(WmsEvents.UserCreated, new { }));
        Assert.Equal("user.created is sensitive: it has to be named exactly.", Assert.Single(preview.Webhooks).Why);
    }

    // R28: shown are the exact bytes and headers, but no secret.
    [Fact]
    public async Task A_preview_shows_the_exact_bytes_and_headers_with_secrets_masked()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync(configure: form => form.Headers["X-Api-Key"] = "the-key");
        var source = NewWebhookEvent.Create(WmsEvents.OrderShipped, new { orderId = 1 }, new() { EventId = "evt_1" });
        var preview = Assert.Single((await engine.Engine.Dispatcher.PreviewAsync(source)).Webhooks);
        await engine.Engine.Dispatcher.PublishAsync(source);
        var request = (await engine.Receiver.WaitForAsync(1))[0];

        Assert.Equal(request.Text, System.Text.Encoding.UTF8.GetString(preview.Body.Span));
        var shown = preview.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase);
        Assert.Equal(
            request.Headers.Select(header => header.Key).Except(["Host", "Content-Length"], StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase),
            shown.Keys.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        Assert.All(["X-Api-Key", "X-SmartWMS-Signature", "webhook-signature"], name => Assert.Equal("***", shown[name]));
        Assert.All(["Content-Type", "User-Agent", "X-SmartWMS-Event", "X-SmartWMS-Attempt", "webhook-id", "webhook-timestamp"], name => Assert.Equal(request.Header(name), shown[name]));
    }
}
