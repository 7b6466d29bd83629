using System.Globalization;
using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.EndToEnd;

/// <summary>CONTRACT, "attempts" and "when attempts end", through the real pump to the second.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public async Task SmartWms_tries_at_once_and_after_1_5_30_minutes_and_2_hours_and_then_disables_the_webhook()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", Answer.With(500));

        var details = await FollowAsync(engine, [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)]);

        Assert.Equal(DeliveryState.Failed, details.Delivery.State);
        Assert.Equal(4, details.Delivery.Retries);
        var disabled = await engine.WebhookAsync(webhook);
        Assert.Equal(SubscriptionState.Disabled, disabled.State);
        Assert.Equal("All 5 attempts of one delivery failed.", disabled.StateReason);
        var alert = await engine.Alerts.Raised.WaitForAsync(raised => raised.Kind == WebhookAlertKind.WebhookDisabled);
        Assert.Equal(webhook, alert.Subscription);
        Assert.Contains(engine.Alerts.Raised.Snapshot(), raised => raised.Kind == WebhookAlertKind.DeliveryFailed);
        Assert.Single(engine.Engine.Logs.WithId(1802));
    }

    [Fact]
    public async Task Wms_retries_after_30_seconds_2_10_minutes_1_and_6_hours_and_then_the_webhook_stays_active()
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.Wms);
        var webhook = await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", Answer.With(404));

        var details = await FollowAsync(
            engine, [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6)]);

        Assert.Equal(DeliveryState.Failed, details.Delivery.State);
        Assert.Equal(SubscriptionState.Active, (await engine.WebhookAsync(webhook)).State);
        var alert = await engine.Alerts.Raised.WaitForAsync(raised => raised.Kind == WebhookAlertKind.DeliveryFailed);
        Assert.Equal(FailureClass.Rejected, alert.Failure);
    }

    [Fact]
    public async Task Standard_Webhooks_makes_ten_attempts_whose_delays_vary_by_at_most_a_fifth()
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.StandardWebhooks);
        var webhook = await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", Answer.With(500));
        var published = await engine.PublishAsync();
        var delivery = (await engine.OnlyAsync()).Id;

        foreach (var (delay, number) in WebhookContract.StandardWebhooks.Delays.Select((delay, index) => (delay, index + 1)))
        {
            var attempt = (await engine.AttemptedAsync(delivery, number)).Attempts[^1];
            var planned = attempt.NextAt!.Value - (attempt.StartedAt + attempt.Latency);
            Assert.InRange(planned, delay * 0.8, delay * 1.2);
            engine.Advance(attempt.NextAt.Value - engine.Now);
        }

        var details = await engine.AttemptedAsync(delivery, 10);
        Assert.Equal(DeliveryState.Failed, details.Delivery.State);
        Assert.Equal(10, engine.Receiver.Count);
        Assert.All(engine.Receiver.Requests, request => Assert.Equal(published.EventId, request.Header("webhook-id")));
        Assert.Equal(SubscriptionState.Active, (await engine.WebhookAsync(webhook)).State);      // 76 hours are not five days
    }

    [Fact]
    public async Task Standard_Webhooks_disables_at_the_end_of_a_delivery_when_nothing_was_accepted_for_five_days()
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.StandardWebhooks);
        var webhook = await engine.SubscribeAsync(configure: form => form.Schedule = [TimeSpan.FromDays(2)]);
        engine.Receiver.Always("/hook", Answer.With(500));

        // Each takes 2 days, with the contract's jitter 1.6 to 2.4.
        await FailOnceMoreAsync(engine);            // first failure at 0
        engine.Advance(TimeSpan.FromDays(0.1));
        await FailOnceMoreAsync(engine);            // ends at 4.9 days at the latest
        Assert.Equal(SubscriptionState.Active, (await engine.WebhookAsync(webhook)).State);
        engine.Advance(TimeSpan.FromDays(1));
        await FailOnceMoreAsync(engine);            // ends at 5.9 days at the earliest

        var disabled = await engine.WebhookAsync(webhook);
        Assert.Equal((SubscriptionState.Disabled, "No success for 5 days."), (disabled.State, disabled.StateReason));
    }

    [Fact]
    public async Task Standard_Webhooks_disables_at_once_when_the_receiver_answers_410()
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.StandardWebhooks);
        var webhook = await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", Answer.With(410));

        await engine.PublishAsync();

        var alert = await engine.Alerts.Raised.WaitForAsync(raised => raised.Kind == WebhookAlertKind.WebhookDisabled);
        Assert.Equal(FailureClass.Gone, alert.Failure);
        Assert.Equal(SubscriptionState.Disabled, (await engine.WebhookAsync(webhook)).State);
        Assert.Equal((DeliveryState.Failed, 1), await StateAsync(engine));
    }

    [Fact]
    public async Task A_410_is_retried_like_any_failure_in_the_other_contracts()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", Answer.With(410));

        await engine.PublishAsync();
        var details = await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);

        Assert.Equal(DeliveryState.Pending, details.Delivery.State);
        Assert.Equal(engine.Now + TimeSpan.FromMinutes(1), details.Delivery.DueAt);
        Assert.Equal(SubscriptionState.Active, (await engine.WebhookAsync(webhook)).State);
    }

    [Fact]
    public async Task A_webhook_may_have_a_schedule_of_its_own()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync(configure: form => form.Schedule = [TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(9)]);
        engine.Receiver.Next("/hook", Answer.With(500), Answer.With(500));

        var details = await FollowAsync(engine, [TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(9)]);

        Assert.Equal(DeliveryState.Delivered, details.Delivery.State);
    }

    [Fact]
    public async Task A_retry_starts_on_time_by_the_engines_own_timers_also_with_a_long_poll()
    {
        await using var engine = await TimedEngine.StartAsync(configure: options => options.Pump.PollInterval = TimeSpan.FromSeconds(60));
        await engine.SubscribeAsync(configure: form => form.Schedule = [TimeSpan.FromSeconds(7)]);
        engine.Receiver.Next("/hook", Answer.With(500));
        await engine.PublishAsync();
        await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);

        // No nudge here: pump and sweep wait on the clock, and the pump's wait must end at the due time.
        await Patience.UntilAsync(() => Task.FromResult(engine.Clock.NextTimer == TimeSpan.FromSeconds(7)), () => $"next timer {engine.Clock.NextTimer}");
        engine.Clock.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(engine.Now, (await engine.Receiver.WaitForAsync(2))[1].ArrivedAt);
    }

    [Fact]
    public async Task Every_attempt_says_in_the_log_which_rule_decided_and_when_the_next_one_is()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync(configure: form => form.Schedule = [TimeSpan.FromSeconds(7)]);
        engine.Receiver.Next("/hook", Answer.With(500, "no room"));

        var details = await FollowAsync(engine, [TimeSpan.FromSeconds(7)]);

        Assert.Equal(("Attempt 1 of 2 failed: next after 7 s, as the schedule says.", "The receiver accepted it."), (details.Attempts[0].Rule, details.Attempts[1].Rule));
        Assert.Equal(details.Attempts[1].StartedAt, details.Attempts[0].NextAt);
        Assert.Null(details.Attempts[1].NextAt);
        Assert.Equal("no room"u8.ToArray(), details.Attempts[0].Answer);
        Assert.Equal([1, 2], details.Attempts.Select(attempt => attempt.Number));
        Assert.All(details.Attempts, attempt => Assert.Equal(Environment.MachineName, attempt.Node));
    }

    /// <summary>Publishes one event and goes through the schedule: nothing a second before each due time, a request exactly then.</summary>
    private static async Task<DeliveryDetails> FollowAsync(TimedEngine engine, TimeSpan[] delays)
    {
        await engine.PublishAsync();
        var delivery = (await engine.OnlyAsync()).Id;
        for (var number = 1; number <= delays.Length; number++)
        {
            var before = await engine.AttemptedAsync(delivery, number);
            Assert.Equal(engine.Now + delays[number - 1], before.Delivery.DueAt);
            engine.Advance(delays[number - 1] - TimeSpan.FromSeconds(1));
            await engine.IdleAsync();
            Assert.Equal(number, engine.Receiver.Count);
            engine.Advance(TimeSpan.FromSeconds(1));
            await engine.Receiver.WaitForAsync(number + 1);
        }

        var details = await engine.AttemptedAsync(delivery, delays.Length + 1);
        engine.Advance(TimeSpan.FromDays(2));
        await engine.IdleAsync();
        Assert.Equal(delays.Length + 1, engine.Receiver.Count);
        Assert.Equal(
            Enumerable.Range(1, delays.Length + 1).Select(number => number.ToString(CultureInfo.InvariantCulture)),
            engine.Receiver.Requests.Select(request => request.Headers.Single(header => header.Key.EndsWith("-Attempt", StringComparison.Ordinal)).Value));
        return details;
    }

    private static async Task FailOnceMoreAsync(TimedEngine engine)
    {
        await engine.PublishAsync();
        var delivery = (await engine.Deliveries.ListAsync(new DeliveryQuery { PageSize = 1 }))[0].Id;
        var details = await engine.AttemptedAsync(delivery, 1);
        engine.Advance(details.Delivery.DueAt!.Value - engine.Now);
        await engine.AttemptedAsync(delivery, 2);
    }

    private static async Task<(DeliveryState State, int Attempts)> StateAsync(TimedEngine engine)
    {
        var row = await engine.OnlyAsync();
        return (row.State, row.Attempts);
    }
}
