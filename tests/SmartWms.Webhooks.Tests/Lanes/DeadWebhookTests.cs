using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Lanes;

public sealed class DeadWebhookTests
{
    // R10: the circuit must not delay the oldest delivery: "After 5 failures, webhook is disabled" keeps its documented time.
    [Fact]
    public async Task A_dead_SmartWms_webhook_with_10000_pending_is_disabled_2_hours_36_minutes_after_its_first_attempt()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", Answer.With(500));
        var first = engine.Now;
        for (var batch = 0; batch < 10; batch++)
        {
            await engine.Engine.Dispatcher.PublishAsync([.. Enumerable.Range(0, 1000).Select(_ => NewWebhookEvent.FromJson(WmsEvents.OrderShipped, "{}"u8.ToArray()))]);
        }

        while (engine.Now - first < TimeSpan.FromMinutes(156))
        {
            await engine.IdleAsync();
            Assert.Equal(SubscriptionState.Active, (await engine.WebhookAsync(webhook)).State);
            engine.Advance(TimeSpan.FromSeconds(30));
        }

        await Patience.UntilAsync(async () => (await engine.WebhookAsync(webhook)).State == SubscriptionState.Disabled, () => $"still active at {engine.Now:O}");
        Assert.Equal(first + TimeSpan.FromMinutes(156), (await engine.WebhookAsync(webhook)).StateChangedAt);
        await engine.IdleAsync();
        var failed = Assert.Single(await engine.Deliveries.ListAsync(new DeliveryQuery { States = [DeliveryState.Failed] }));
        Assert.Equal(5, failed.Attempts);
        Assert.InRange(engine.Receiver.Count, 5, 400);      // one look each 30 s, and the oldest one's schedule: 10,000 others spent no more than that
    }
}
