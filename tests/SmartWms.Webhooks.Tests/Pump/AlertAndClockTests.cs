using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Pump;

public sealed class AlertAndClockTests
{
    // R26
    [Fact]
    public async Task Alerts_about_one_webhook_are_folded_and_failing_is_said_after_three_in_a_row()
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.Wms);
        var webhook = await engine.SubscribeAsync(configure: form => (form.Name, form.Schedule) = ("ERP", [TimeSpan.FromMinutes(1)]));
        engine.Receiver.Always("/hook", Answer.With(500));
        for (var number = 0; number < 4; number++)
        {
            await FailAsync(engine);
        }

        await engine.Alerts.Raised.WaitForAsync(alert => alert.Kind == WebhookAlertKind.WebhookFailing);
        Assert.Equal([WebhookAlertKind.DeliveryFailed, WebhookAlertKind.WebhookFailing], engine.Alerts.Raised.Snapshot().Select(alert => alert.Kind));
        engine.Advance(TimeSpan.FromHours(1));
        await FailAsync(engine);
        var later = await engine.Alerts.Raised.WaitForAsync(alert => alert.Kind == WebhookAlertKind.DeliveryFailed && alert.Folded > 0);
        Assert.Equal((3, webhook, "ERP"), (later.Folded, later.Subscription, later.WebhookName));
    }

    // R30
    [Fact]
    public async Task Due_times_set_by_a_wrong_clock_are_brought_forward_when_it_is_right_again()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        await engine.IdleAsync();
        var bound = (TimeSpan.FromHours(24) * 1.2) + TimeSpan.FromHours(1);     // the longest delay of any contract with its jitter, and an hour
        engine.Clock.JumpWall(TimeSpan.FromDays(365));
        engine.Receiver.Next("/hook", Answer.With(500));
        await engine.PublishAsync();
        await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);
        engine.Clock.JumpWall(TimeSpan.FromDays(-365));

        engine.Advance(TimeSpan.FromMinutes(1));

        await engine.Engine.WaitForAsync(page => page[0].DueAt <= engine.Now + bound);
        engine.Advance(bound);
        await engine.Receiver.WaitForAsync(2);
    }

    // R30: a wall clock set wrong must not age what is held, in a second, by years.
    [Fact]
    public async Task The_sweep_pauses_for_an_hour_when_wall_and_monotonic_time_disagree()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync();
        await engine.Webhooks.PauseAsync(webhook);
        await engine.PublishAsync();
        await engine.IdleAsync();
        await engine.Clock.WaitForTimersAsync(3);       // pump, sweep and the counts all wait: the sweep has seen the clock as it was
        engine.Clock.JumpWall(TimeSpan.FromDays(30));
        engine.Advance(TimeSpan.FromMinutes(1));
        await engine.Engine.Logs.WaitForAsync(line => line.EventId.Id == 1605);
        engine.Clock.JumpWall(TimeSpan.FromDays(-30));
        engine.Advance(TimeSpan.FromMinutes(30));
        await engine.IdleAsync();

        Assert.Equal(DeliveryState.Pending, (await engine.OnlyAsync()).State);
        Assert.Empty(engine.Engine.Logs.WithId(1607));
    }

    // R27
    [Fact]
    public async Task Retention_removes_old_deliveries_and_keeps_event_ids_for_longer()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        await engine.PublishAsync("evt_1");
        await engine.IdleAsync();

        engine.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(5));
        Assert.Single(await engine.Deliveries.ListAsync(new DeliveryQuery()));
        await engine.Clock.AdvanceUntilAsync(async () => (await engine.Deliveries.ListAsync(new DeliveryQuery())).Count == 0, TimeSpan.FromMinutes(1));
        Assert.True((await engine.PublishAsync("evt_1")).WasDuplicate);
        engine.Advance(TimeSpan.FromDays(60));
        await engine.Clock.AdvanceUntilAsync(async () => !(await engine.PublishAsync("evt_1")).WasDuplicate, TimeSpan.FromMinutes(1));
    }

    private static async Task FailAsync(TimedEngine engine)
    {
        await engine.PublishAsync();
        var delivery = (await engine.Deliveries.ListAsync(new DeliveryQuery { PageSize = 1 }))[0].Id;
        await engine.AttemptedAsync(delivery, 1);
        engine.Advance(TimeSpan.FromMinutes(1));
        await engine.AttemptedAsync(delivery, 2);
    }
}
