using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Deliveries;

/// <summary>R24: what people do with deliveries.</summary>
public sealed class ManualTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Resending_a_pending_delivery_is_one_attempt_now_that_leaves_the_schedule_as_it_was(bool succeeds)
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        engine.Receiver.Next("/hook", Answer.With(500), succeeds ? Answer.Ok : Answer.With(404));
        await engine.PublishAsync();
        var before = await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);
        engine.Advance(TimeSpan.FromSeconds(20));

        await engine.Deliveries.ResendAsync(before.Delivery.Id);
        var after = await engine.AttemptedAsync(before.Delivery.Id, 2);

        Assert.Equal((AttemptTrigger.Resend, 2), (after.Attempts[1].Trigger, after.Attempts[1].Number));
        Assert.Equal(succeeds ? DeliveryState.Delivered : DeliveryState.Pending, after.Delivery.State);
        Assert.Equal(succeeds ? null : before.Delivery.DueAt, after.Delivery.DueAt);
        Assert.Empty(engine.Engine.Logs.WithId(1601));
        if (!succeeds)
        {
            engine.Advance(TimeSpan.FromSeconds(40));
            Assert.Equal(AttemptTrigger.Scheduled, (await engine.AttemptedAsync(before.Delivery.Id, 3)).Attempts[2].Trigger);
        }
    }

    [Theory]
    [InlineData(200, DeliveryState.Delivered)]
    [InlineData(500, DeliveryState.Failed)]
    public async Task Resending_a_failed_delivery_delivers_it_or_leaves_it_failed_and_never_disables(int status, DeliveryState expected)
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.Wms);
        var webhook = await engine.SubscribeAsync(configure: form => form.Schedule = [TimeSpan.FromSeconds(1)]);
        var delivery = await FailAsync(engine);
        engine.Receiver.Always("/hook", Answer.With(status));

        await engine.Deliveries.ResendAsync(delivery);

        Assert.Equal(expected, (await engine.AttemptedAsync(delivery, 3)).Delivery.State);
        Assert.Equal(SubscriptionState.Active, (await engine.WebhookAsync(webhook)).State);
    }

    [Fact]
    public async Task A_delivered_delivery_stays_delivered_whatever_its_resend_gives()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        await engine.PublishAsync();
        await engine.IdleAsync();
        engine.Receiver.Always("/hook", Answer.With(500));
        var delivery = (await engine.OnlyAsync()).Id;

        await engine.Deliveries.ResendAsync(delivery);

        var details = await engine.AttemptedAsync(delivery, 2);
        Assert.Equal((DeliveryState.Delivered, FailureClass.None), (details.Delivery.State, details.Delivery.Failure));
        Assert.Equal(FailureClass.ServerError, details.Attempts[1].Failure);
    }

    [Fact]
    public async Task What_is_being_sent_can_neither_be_resent_nor_cancelled()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", Answer.Hanging);
        await engine.PublishAsync();
        await engine.Receiver.WaitForAsync(1);
        var delivery = (await engine.OnlyAsync()).Id;

        Assert.Contains("being sent", (await Assert.ThrowsAsync<WebhookStateException>(() => engine.Deliveries.ResendAsync(delivery))).Message, StringComparison.Ordinal);
        Assert.Contains("being sent", (await Assert.ThrowsAsync<WebhookStateException>(() => engine.Deliveries.CancelAsync(delivery))).Message, StringComparison.Ordinal);
    }

    // R24: pause, disable, circuit and rate do not hold a single Resend.
    [Fact]
    public async Task A_resend_goes_out_of_a_paused_webhook()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync(configure: form => form.Rate = new RateLimit(1, TimeSpan.FromSeconds(60)));
        await engine.Webhooks.PauseAsync(webhook);
        await engine.PublishAsync();
        await engine.IdleAsync();
        var held = await engine.OnlyAsync();
        Assert.True(held.IsHeld);

        await engine.Deliveries.ResendAsync(held.Id);

        Assert.Equal(DeliveryState.Delivered, (await engine.AttemptedAsync(held.Id, 1)).Delivery.State);
    }

    [Fact]
    public async Task A_pending_delivery_can_be_cancelled_once()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", Answer.With(500));
        await engine.PublishAsync();
        var delivery = (await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1)).Delivery.Id;

        await engine.Deliveries.CancelAsync(delivery);
        engine.Advance(TimeSpan.FromHours(3));
        await engine.IdleAsync();

        Assert.Equal((DeliveryState.Cancelled, 1), ((await engine.OnlyAsync()).State, engine.Receiver.Count));
        await Assert.ThrowsAsync<WebhookStateException>(() => engine.Deliveries.CancelAsync(delivery));
        await Assert.ThrowsAsync<WebhookNotFoundException>(() => engine.Deliveries.CancelAsync(new DeliveryId(999)));
        await Assert.ThrowsAsync<WebhookNotFoundException>(() => engine.Deliveries.ResendAsync(new DeliveryId(999)));
    }

    [Fact]
    public async Task Recover_sends_each_failed_delivery_since_a_time_once()
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.Wms);
        var webhook = await engine.SubscribeAsync(configure: form => form.Schedule = [TimeSpan.FromSeconds(1)]);
        var old = await FailAsync(engine);
        engine.Advance(TimeSpan.FromHours(1));
        var since = engine.Now;
        var fresh = await FailAsync(engine);
        engine.Receiver.Always("/hook", Answer.Ok);

        Assert.Equal(1, await engine.Deliveries.RecoverAsync(webhook, since));

        var recovered = await engine.AttemptedAsync(fresh, 3);
        Assert.Equal((DeliveryState.Delivered, AttemptTrigger.Recover), (recovered.Delivery.State, recovered.Attempts[2].Trigger));
        Assert.Equal(DeliveryState.Failed, (await engine.Deliveries.FindAsync(old))!.Delivery.State);
    }

    // R11: whoever wanted the attempt, the whole webhook waits.
    [Fact]
    public async Task A_Retry_After_given_to_a_recovered_delivery_keeps_the_others_from_being_sent()
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.Wms);
        var webhook = await engine.SubscribeAsync(configure: form => (form.MaxInFlight, form.Schedule) = (1, [TimeSpan.FromSeconds(1)]));
        var since = engine.Now;
        for (var number = 0; number < 3; number++)
        {
            await FailAsync(engine);
            engine.Advance(TimeSpan.FromMinutes(5));        // too seldom for the circuit
        }

        engine.Receiver.Next("/hook", Answer.With(429, "", ("Retry-After", "3600")));
        engine.Receiver.Always("/hook", Answer.Ok);

        Assert.Equal(3, await engine.Deliveries.RecoverAsync(webhook, since));
        await engine.ReceivedAsync(7);
        await engine.IdleAsync();
        Assert.Equal(engine.Now + TimeSpan.FromHours(1), (await engine.WebhookAsync(webhook)).WaitUntil);
        engine.Advance(TimeSpan.FromSeconds(3599));
        await engine.IdleAsync();
        Assert.Equal(7, engine.Receiver.Count);

        engine.Advance(TimeSpan.FromSeconds(1));
        await engine.ReceivedAsync(9);
        await engine.IdleAsync();
        var rows = await engine.Deliveries.ListAsync(new DeliveryQuery());
        Assert.Equal(2, rows.Count(row => row.State == DeliveryState.Delivered));
        Assert.Single(rows, row => row is { State: DeliveryState.Failed, Failure: FailureClass.TooManyRequests });
    }

    // R11, R24: it does not hold a single Resend, and what a Resend is told holds for the rest.
    [Fact]
    public async Task A_Retry_After_given_to_a_resend_holds_the_schedule_back_and_no_other_resend()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync();
        engine.Receiver.Next("/hook", Answer.With(500), Answer.With(429, "", ("Retry-After", "200")), Answer.With(500));
        await engine.PublishAsync();
        var delivery = (await engine.OnlyAsync()).Id;
        await engine.AttemptedAsync(delivery, 1);

        await engine.Deliveries.ResendAsync(delivery);
        var resent = await engine.AttemptedAsync(delivery, 2);
        Assert.Equal(engine.Now + TimeSpan.FromMinutes(1), resent.Delivery.DueAt);
        Assert.Equal(engine.Now + TimeSpan.FromSeconds(200), (await engine.WebhookAsync(webhook)).WaitUntil);
        await engine.IdleAsync();
        engine.Advance(TimeSpan.FromSeconds(199));
        await engine.IdleAsync();
        Assert.Equal(2, engine.Receiver.Count);
        await engine.Deliveries.ResendAsync(delivery);
        await engine.AttemptedAsync(delivery, 3);
        await engine.IdleAsync();
        Assert.Equal(3, engine.Receiver.Count);

        engine.Advance(TimeSpan.FromSeconds(1));
        var last = await engine.AttemptedAsync(delivery, 4);
        Assert.Equal((AttemptTrigger.Scheduled, DeliveryState.Delivered), (last.Attempts[3].Trigger, last.Delivery.State));
    }

    [Fact]
    public async Task Recover_is_refused_while_the_webhook_is_not_active()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync();
        await engine.Webhooks.PauseAsync(webhook, "maintenance");
        var refusal = await Assert.ThrowsAsync<WebhookStateException>(() => engine.Deliveries.RecoverAsync(webhook, engine.Now));
        Assert.Contains("Enable or resume it first", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SubscriptionState.Active)]
    [InlineData(SubscriptionState.Paused)]
    [InlineData(SubscriptionState.Disabled)]
    public async Task Send_test_is_one_signed_POST_in_every_state_with_its_own_row_and_disables_nothing(SubscriptionState state)
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.StandardWebhooks);
        var webhook = await engine.SubscribeAsync();
        if (state == SubscriptionState.Paused)
        {
            await engine.Webhooks.PauseAsync(webhook);
        }
        else if (state == SubscriptionState.Disabled)
        {
            engine.Receiver.Next("/hook", Answer.With(410));
            await engine.PublishAsync();
            await engine.IdleAsync();
        }

        var before = engine.Receiver.Count;
        engine.Receiver.Always("/hook", Answer.With(410, "gone"));
        var result = await engine.Deliveries.SendTestAsync(webhook);
        engine.Advance(TimeSpan.FromDays(1));
        await engine.IdleAsync();

        Assert.Equal((FailureClass.Gone, AttemptTrigger.Test), (result.Attempt.Failure, result.Attempt.Trigger));
        Assert.Equal("gone"u8.ToArray(), result.Attempt.Answer);
        Assert.Equal(before + 1, engine.Receiver.Count);
        Assert.Equal(WmsEvents.WebhookTest, engine.Receiver.Requests[^1].Header("X-Webhook-Event"));
        Assert.NotNull(engine.Receiver.Requests[^1].Header("webhook-signature"));
        Assert.Equal(state, (await engine.WebhookAsync(webhook)).State);
        Assert.Equal(DeliveryState.Failed, (await engine.Deliveries.FindAsync(result.Delivery))!.Delivery.State);
    }

    [Fact]
    public async Task Send_test_takes_any_subscribed_type_with_the_catalogues_example()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync(configure: form => form.EventTypes = ["order.*"]);

        var result = await engine.Deliveries.SendTestAsync(webhook, WmsEvents.OrderShipped);

        Assert.True(result.Attempt.Failure == FailureClass.None);
        Assert.Contains("\"type\":\"order.shipped\"", engine.Receiver.Requests[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"data\":{}", engine.Receiver.Requests[0].Text, StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<WebhookInputException>(() => engine.Deliveries.SendTestAsync(webhook, WmsEvents.InventoryLow));
        Assert.Contains("inventory.low", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_its_tenant_a_delivery_does_not_exist()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync(configure: form => form.TenantId = "one");
        await engine.Engine.Dispatcher.PublishAsync([NewWebhookEvent.FromJson(WmsEvents.OrderShipped, "1"u8.ToArray(), new() { TenantId = "one" })]);
        await engine.IdleAsync();
        var row = await engine.OnlyAsync();
        var other = TenantScope.Only("two");

        Assert.Empty(await engine.Deliveries.ListAsync(new DeliveryQuery { Tenant = other }));
        Assert.Null(await engine.Deliveries.FindAsync(row.Id, other));
        await Assert.ThrowsAsync<WebhookNotFoundException>(() => engine.Deliveries.ResendAsync(row.Id, other));
        await Assert.ThrowsAsync<WebhookNotFoundException>(() => engine.Deliveries.CancelAsync(row.Id, other));
        await Assert.ThrowsAsync<WebhookNotFoundException>(() => engine.Deliveries.SendTestAsync(row.Subscription, tenant: other));
        await Assert.ThrowsAsync<WebhookNotFoundException>(() => engine.Deliveries.RecoverAsync(row.Subscription, engine.Now, other));
        Assert.NotNull(await engine.Deliveries.FindAsync(row.Id, TenantScope.Only("one")));
    }

    /// <summary>Publishes one that fails for good; the schedule has one delay of a second.</summary>
    private static async Task<DeliveryId> FailAsync(TimedEngine engine)
    {
        engine.Receiver.Always("/hook", Answer.With(500));
        await engine.PublishAsync();
        var delivery = (await engine.Deliveries.ListAsync(new DeliveryQuery { PageSize = 1 }))[0].Id;
        await engine.AttemptedAsync(delivery, 1);
        engine.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(DeliveryState.Failed, (await engine.AttemptedAsync(delivery, 2)).Delivery.State);
        return delivery;
    }
}
