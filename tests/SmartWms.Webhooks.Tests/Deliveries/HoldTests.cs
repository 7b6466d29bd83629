using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Deliveries;

/// <summary>R22, R23: webhooks that are not active, and what becomes of their deliveries.</summary>
public sealed class HoldTests
{
    // R23
    [Fact]
    public async Task Events_of_a_paused_webhook_are_held_and_drain_after_resume_in_order_and_within_its_cap()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync(configure: form => form.MaxInFlight = 1);
        await engine.Webhooks.PauseAsync(webhook);
        for (var number = 0; number < 9; number++)
        {
            await engine.PublishAsync($"evt_{number}");
        }

        engine.Advance(TimeSpan.FromDays(13));
        await engine.IdleAsync();
        Assert.Equal(0, engine.Receiver.Count);
        Assert.All(await engine.Deliveries.ListAsync(new DeliveryQuery()), row => Assert.True(row.IsHeld));

        await engine.Webhooks.ResumeAsync(webhook);

        Assert.Equal(Enumerable.Range(0, 9).Select(number => $"evt_{number}"), (await engine.Receiver.WaitForAsync(9)).Select(request => request.Header("webhook-id")));
    }

    // R23
    [Fact]
    public async Task What_is_held_for_longer_than_14_days_is_cancelled_by_the_sweep()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync();
        await engine.Webhooks.PauseAsync(webhook);
        await engine.PublishAsync();
        await engine.IdleAsync();

        engine.Advance(TimeSpan.FromDays(14) - TimeSpan.FromMinutes(5));
        await engine.IdleAsync();
        Assert.Equal(DeliveryState.Pending, (await engine.OnlyAsync()).State);
        await engine.Clock.AdvanceUntilAsync(async () => (await engine.OnlyAsync()).State == DeliveryState.Cancelled, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Deliveries_of_a_deleted_webhook_are_cancelled_by_the_next_sweep()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", Answer.With(500));
        await engine.PublishAsync();
        await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);

        await engine.Webhooks.DeleteAsync(webhook);

        await engine.Engine.WaitForAsync(page => page is [{ State: DeliveryState.Cancelled }]);
        Assert.Null(await engine.Webhooks.FindAsync(webhook));
    }

    // R22: a late result from before Enable never disables again.
    [Fact]
    public async Task A_failure_from_before_Enable_does_not_disable_again()
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.StandardWebhooks);
        var webhook = await engine.SubscribeAsync();
        engine.Receiver.Next("/hook", Answer.With(200), Answer.Hanging with { Status = 410 }, Answer.With(410));
        await engine.PublishAsync();                // measured: the lane may have two in flight from here on
        await engine.IdleAsync();
        await engine.PublishAsync("evt_late");
        await engine.Receiver.WaitForAsync(2);
        await engine.PublishAsync("evt_first");
        await Patience.UntilAsync(async () => (await engine.WebhookAsync(webhook)).State == SubscriptionState.Disabled, () => "never disabled");

        await engine.Webhooks.EnableAsync(webhook);
        engine.Receiver.Release();
        await engine.IdleAsync();

        Assert.Equal(SubscriptionState.Active, (await engine.WebhookAsync(webhook)).State);
        Assert.Equal(2, (await engine.Deliveries.ListAsync(new DeliveryQuery { States = [DeliveryState.Failed] })).Count);
    }
}
