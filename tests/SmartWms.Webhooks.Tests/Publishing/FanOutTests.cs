using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Publishing;

public sealed class FanOutTests
{
    private static readonly BodyRenderer Bodies = new(Contracts(), new PublishingOptions());

    [Fact]
    public void Each_webhook_gets_a_delivery_and_each_contract_in_use_one_body()
    {
        List<SubscriptionSnapshot> matched =
        [
            Snapshot(Stored(1), WebhookContract.Wms), Snapshot(Stored(2), WebhookContract.SmartWms), Snapshot(Stored(3), WebhookContract.Wms),
        ];
        var fanned = FanOut.Of(Plan(), matched, Bodies, subscription => subscription.Id.Value == 2 ? 42 : 0, "00-trace");

        Assert.Equal(["wms", "smartwms"], fanned.Bodies.Select(body => body.Contract));
        Assert.Equal(
            [new NewDelivery(new SubscriptionId(1), 0), new NewDelivery(new SubscriptionId(2), 1, 42), new NewDelivery(new SubscriptionId(3), 0)],
            fanned.Deliveries);
        Assert.All(fanned.Bodies, body => Assert.NotEmpty(body.Bytes));
    }

    [Fact]
    public void What_is_known_of_the_event_is_kept()
    {
        var plan = Plan();
        var fanned = FanOut.Of(plan, [], Bodies, _ => 0, "00-trace");

        Assert.Equal(("t1", "evt_1", "order.shipped", Noon, "ord_1", "00-trace"), (fanned.TenantId, fanned.Id, fanned.Type, fanned.OccurredAt, fanned.Subject, fanned.TraceParent));
        Assert.Equal(["a", "b"], fanned.Channels);
        Assert.Same(plan.Rendered.Hash, fanned.DataHash);
    }

    [Fact]
    public void An_event_that_nobody_asks_for_has_no_body()
    {
        var fanned = FanOut.Of(Plan(), [], Bodies, _ => throw new InvalidOperationException("no lease is asked for"), null);

        Assert.Empty(fanned.Bodies);
        Assert.Empty(fanned.Deliveries);
    }

    [Fact]
    public void No_slot_is_reserved_when_a_body_is_refused()
    {
        var small = new BodyRenderer(Contracts(), new PublishingOptions { MaxBodyBytes = 10 });
        var reserved = 0;

        Assert.Throws<WebhookInputException>(() => FanOut.Of(Plan(), [Snapshot()], small, _ => ++reserved, null));
        Assert.Equal(0, reserved);
    }

    private static EventPlan Plan()
    {
        var options = new WebhookPublishOptions { TenantId = "t1", Subject = "ord_1", Channels = ["a", "b"] };
        return new EventPlan(Bodies.Render(NewWebhookEvent.Create("order.shipped", new { OrderId = 1 }, options)), "evt_1", new WebhookEventType { Name = "order.shipped" }, Noon);
    }
}
