using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Lanes;

/// <summary>R10, through the real pump.</summary>
public sealed class CircuitFlowTests
{
    [Fact]
    public async Task After_five_failures_the_receiver_is_asked_once_every_30_seconds_and_a_success_lets_everything_through()
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.Wms);
        await engine.SubscribeAsync(configure: form => (form.MaxInFlight, form.Schedule) = (1, [TimeSpan.FromHours(1)]));
        engine.Receiver.Always("/hook", Answer.With(500));
        for (var number = 0; number < 20; number++)
        {
            await engine.PublishAsync();
        }

        await engine.IdleAsync();
        Assert.Equal(5, engine.Receiver.Count);
        Assert.Single(engine.Engine.Logs.WithId(1805));
        for (var look = 1; look <= 3; look++)
        {
            engine.Advance(TimeSpan.FromSeconds(29));
            await engine.IdleAsync();
            Assert.Equal(4 + look, engine.Receiver.Count);
            engine.Advance(TimeSpan.FromSeconds(1));
            await engine.Receiver.WaitForAsync(5 + look);
            await engine.IdleAsync();
        }

        engine.Receiver.Always("/hook", Answer.Ok);
        engine.Advance(TimeSpan.FromSeconds(30));
        await engine.Receiver.WaitForAsync(20);     // 8 failed and wait for their hour; the other 12 go out at once
        await engine.IdleAsync();
        Assert.Equal(12, (await engine.Deliveries.ListAsync(new DeliveryQuery { States = [DeliveryState.Delivered] })).Count);
        Assert.Single(engine.Engine.Logs.WithId(1806));
    }

    [Fact]
    public async Task The_oldest_delivery_keeps_its_own_schedule_while_the_circuit_is_open()
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.Wms);
        await engine.SubscribeAsync(configure: form => (form.MaxInFlight, form.Schedule) = (1, [TimeSpan.FromSeconds(37), TimeSpan.FromSeconds(37)]));
        engine.Receiver.Always("/hook", Answer.With(500));
        for (var number = 0; number < 20; number++)
        {
            await engine.PublishAsync($"evt_{number}");
        }

        await engine.IdleAsync();
        var oldest = (await engine.Deliveries.ListAsync(new DeliveryQuery { EventIdPrefix = "evt_0" })).Single().Id;
        engine.Advance(TimeSpan.FromSeconds(30));
        await engine.Receiver.WaitForAsync(6);
        await engine.IdleAsync();
        engine.Advance(TimeSpan.FromSeconds(7));

        var second = (await engine.AttemptedAsync(oldest, 2)).Attempts;
        Assert.Equal(TimeSpan.FromSeconds(37), second[1].StartedAt - second[0].StartedAt - second[0].Latency);
    }

    [Fact]
    public async Task Where_a_contract_never_disables_what_was_kept_back_for_longer_than_its_schedule_fails_as_CircuitOpen_and_Recover_finds_it()
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.Wms);
        var webhook = await engine.SubscribeAsync(configure: form => (form.MaxInFlight, form.Schedule) = (1, [TimeSpan.FromMinutes(2)]));
        var start = engine.Now;
        engine.Receiver.Always("/hook", Answer.With(500));
        for (var number = 0; number < 40; number++)
        {
            await engine.PublishAsync();
        }

        for (var step = 0; step < 10; step++)
        {
            await engine.IdleAsync();
            engine.Advance(TimeSpan.FromSeconds(30));
        }

        await Patience.UntilAsync(
            async () => (await engine.Deliveries.ListAsync(new DeliveryQuery())).Any(row => row.Failure == FailureClass.CircuitOpen), () => "nothing was set aside");
        await engine.IdleAsync();
        var kept = (await engine.Deliveries.ListAsync(new DeliveryQuery())).Where(row => row.Failure == FailureClass.CircuitOpen).ToList();
        Assert.All(kept, row => Assert.Equal((DeliveryState.Failed, 0), (row.State, row.Attempts)));
        Assert.All(kept, row => Assert.True(row.FinishedAt - row.CreatedAt > TimeSpan.FromMinutes(2)));
        Assert.Equal(SubscriptionState.Active, (await engine.WebhookAsync(webhook)).State);
        Assert.Contains(engine.Alerts.Raised.Snapshot(), alert => alert.Kind == WebhookAlertKind.DeliveryFailed);

        engine.Receiver.Always("/hook", Answer.Ok);
        var recovered = await engine.Deliveries.RecoverAsync(webhook, start);
        Assert.True(recovered >= kept.Count);
        for (var step = 0; step < 10; step++)
        {
            await engine.IdleAsync();
            engine.Advance(TimeSpan.FromSeconds(30));
        }

        await engine.Engine.WaitForAsync(page => page.Count(row => row.State == DeliveryState.Delivered) >= recovered);
    }

    // A person's Enable lifts it, also when a publish told this node meanwhile that the webhook is disabled.
    [Fact]
    public async Task Enable_closes_the_circuit_at_once_and_what_was_held_drains()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync(configure: form => form.Schedule = [TimeSpan.FromSeconds(1)]);
        engine.Receiver.Always("/hook", Answer.With(500));
        for (var number = 0; number < 8; number++)
        {
            await engine.PublishAsync();
        }

        await engine.IdleAsync();
        engine.Advance(TimeSpan.FromSeconds(1));
        await Patience.UntilAsync(async () => (await engine.WebhookAsync(webhook)).State == SubscriptionState.Disabled, () => "still active");
        await engine.PublishAsync();
        engine.Receiver.Always("/hook", Answer.Ok);
        engine.Advance(TimeSpan.FromMinutes(5));
        await engine.IdleAsync();

        await engine.Webhooks.EnableAsync(webhook);

        await engine.Engine.WaitForAsync(page => page.Count(row => row.State == DeliveryState.Delivered) == 8 && page.Count(row => row.State == DeliveryState.Failed) == 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_spins_while_a_probe_hangs_or_its_webhook_is_disabled(bool hangs)
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.Wms);
        var webhook = await engine.SubscribeAsync(configure: form => form.MaxInFlight = 1);
        engine.Receiver.Always("/hook", Answer.With(500));
        for (var number = 0; number < 10; number++)
        {
            await engine.PublishAsync();
        }

        await engine.IdleAsync();
        if (hangs)
        {
            engine.Receiver.Always("/hook", Answer.Hanging);
        }
        else
        {
            await engine.Webhooks.PauseAsync(webhook);
        }

        engine.Advance(TimeSpan.FromSeconds(31));
        if (hangs)
        {
            await engine.Receiver.WaitForAsync(6);
        }

        // In a spin thousands of looks go by in the real time of these; each asked for wakes the pump once.
        var before = engine.Store.Finds;
        for (var look = 0; look < 20; look++)
        {
            var seen = engine.Store.EmptyLooks.Count;
            engine.Advance(TimeSpan.Zero);
            await engine.Store.EmptyLooks.WaitForAsync(seen + 1);
            await Task.Delay(1);
        }

        Assert.InRange(engine.Store.Finds - before, 20, 60);
    }

    // R9: as many hanging receivers as there are slots for the slow ones do not stop a healthy one.
    [Fact]
    public async Task Sixty_four_hanging_receivers_do_not_stall_a_healthy_one()
    {
        await using var engine = await TimedEngine.StartAsync(configure: options => options.Lanes.MaxInFlight = 64);
        for (var number = 0; number < 64; number++)
        {
            await engine.SubscribeAsync($"/hangs/{number}", form => form.EventTypes = ["order.shipped"]);
            engine.Receiver.Always($"/hangs/{number}", Answer.Hanging);
        }

        await engine.SubscribeAsync("/healthy", form => form.EventTypes = ["order.created"]);
        await engine.Engine.Dispatcher.PublishAsync(Protocol.WmsEvents.OrderCreated, new { number = -1 });
        await engine.Receiver.WaitForAsync(request => request.Path == "/healthy", 1);
        for (var number = 0; number < 3; number++)
        {
            await engine.PublishAsync();
        }

        await engine.Receiver.WaitForAsync(request => request.Path != "/healthy", 32);      // they never answered: half of the node is theirs
        for (var number = 0; number < 20; number++)
        {
            await engine.Engine.Dispatcher.PublishAsync(Protocol.WmsEvents.OrderCreated, new { number });
        }

        await engine.Receiver.WaitForAsync(request => request.Path == "/healthy", 21);
        Assert.Equal(53, engine.Receiver.Count);
    }
}
