using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Pump;

/// <summary>R1, R2, R3: claims, leases, fencing.</summary>
public sealed class LeaseTests
{
    // R3: another worker took it over meanwhile.
    [Fact]
    public async Task A_result_whose_lease_was_lost_is_dropped_and_logged_once()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        var gate = new TaskCompletionSource();
        engine.Store.BeforeRecord = () => gate.Task;
        await engine.PublishAsync();
        await engine.Receiver.WaitForAsync(1);
        var delivery = await engine.OnlyAsync();
        Assert.Equal(DeliveryState.Sending, delivery.State);
        await Patience.UntilAsync(() => Task.FromResult(engine.Lanes.InFlight == 0), () => "still in flight");

        // The process stood still for longer than its lease; somebody else claims and sends.
        engine.Advance(TimeSpan.FromSeconds(90));
        await engine.Receiver.WaitForAsync(2);
        gate.SetResult();

        await engine.Engine.Logs.WaitForAsync(line => line.EventId.Id == 1602);
        await engine.IdleAsync();
        var details = (await engine.Deliveries.FindAsync(delivery.Id))!;
        Assert.Equal((DeliveryState.Delivered, 1), (details.Delivery.State, details.Attempts.Count));
        Assert.Single(engine.Engine.Logs.WithId(1602));
    }

    // R3: a frozen process notices before it sends, and gives the row back uncounted.
    [Fact]
    public async Task A_claim_with_less_lease_left_than_the_deadline_is_not_sent()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        await engine.PublishAsync();
        await engine.IdleAsync();
        var claims = engine.Store.Claims;

        // The clock goes on between the reservation, from which the lease counts, and the start.
        engine.Store.BeforeAdd = () =>
        {
            engine.Store.BeforeAdd = null;
            engine.Clock.Advance(TimeSpan.FromSeconds(81));
            return Task.CompletedTask;
        };
        await engine.PublishAsync();
        await engine.IdleAsync();
        engine.Advance(TimeSpan.Zero);

        var row = (await engine.Engine.WaitForAsync(page => page is [{ State: DeliveryState.Delivered }, _]))[0];
        Assert.Equal(1, row.Attempts);
        Assert.True(engine.Store.Claims > claims);       // handed over, given back, and then claimed
    }

    // R1
    [Fact]
    public async Task A_delivery_claimed_five_times_more_than_attempted_is_set_aside_and_alerts_and_disables_nothing()
    {
        await using var engine = await TimedEngine.StartAsync(configure: options => options.Pump.Enabled = false);
        var webhook = await engine.SubscribeAsync();
        await engine.PublishAsync();
        for (var crash = 0; crash < 5; crash++)
        {
            await engine.Store.ClaimAsync(new Claim([new LaneClaim(webhook, 1)], 0, crash + 1, engine.Now, TimeSpan.FromSeconds(90)), CancellationToken.None);
            engine.Clock.Advance(TimeSpan.FromSeconds(90));
        }

        var alerts = new RecordedAlerts();
        await using var other = await TestEngine.StartAsync(
            build: builder =>
            {
                Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<IWebhookAlerts>(builder.Services, alerts);
                return builder.UseStores(_ => engine.Store.Stores);
            },
            clock: engine.Clock);

        var alert = await alerts.Raised.WaitForAsync(1);
        Assert.Equal((WebhookAlertKind.DeliveryFailed, FailureClass.WorkerLost), (alert[0].Kind, alert[0].Failure));
        Assert.Equal((DeliveryState.Failed, 0), ((await engine.OnlyAsync()).State, engine.Receiver.Count));
        Assert.Equal(SubscriptionState.Active, (await engine.WebhookAsync(webhook)).State);
    }

    // R2: a lost lease is due now and spends no schedule step.
    [Fact]
    public async Task What_a_dead_node_left_under_lease_is_sent_when_the_lease_ends()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync();
        await engine.Webhooks.PauseAsync(webhook);
        await engine.PublishAsync();
        await engine.IdleAsync();
        await engine.Webhooks.ResumeAsync(webhook);
        await engine.IdleAsync();
        Assert.Equal(1, engine.Receiver.Count);

        var id = (await engine.OnlyAsync()).Id;
        await engine.Store.ResendAsync(id, default, engine.Now, CancellationToken.None);
        await engine.Store.ClaimAsync(new Claim([], 1, 77, engine.Now, TimeSpan.FromSeconds(90)), CancellationToken.None);
        engine.Advance(TimeSpan.FromSeconds(89));
        await engine.Store.EmptyLooks.WaitForAsync(engine.Store.EmptyLooks.Count + 1);
        Assert.Equal(1, engine.Receiver.Count);
        engine.Advance(TimeSpan.FromSeconds(1));
        await engine.Receiver.WaitForAsync(2);
        Assert.Equal(0, (await engine.AttemptedAsync(id, 2)).Delivery.Retries);
    }
}
