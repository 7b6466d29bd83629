using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Pump;

public sealed class StoreFailureTests
{
    [Fact]
    public async Task A_failing_store_makes_the_pump_back_off_shows_in_health_and_recovers_by_itself()
    {
        await using var engine = await StartAsync();
        await engine.SubscribeAsync();
        engine.Store.Failure = new TimeoutException("down");
        engine.Advance(TimeSpan.FromSeconds(1));
        await engine.Engine.Logs.WaitForAsync(line => line.EventId.Id == 1200);
        var unhealthy = await HealthAsync(engine);
        Assert.Equal(HealthStatus.Unhealthy, unhealthy.Status);
        Assert.DoesNotContain("down", unhealthy.Description, StringComparison.Ordinal);       // an exception's text may hold addresses

        for (var time = 2; time <= 8; time++)
        {
            var failures = time;
            await engine.Clock.AdvanceUntilAsync(() => engine.Engine.Logs.WithId(1200).Count >= failures, TimeSpan.FromSeconds(1));
        }

        string[] pauses = [.. engine.Engine.Logs.WithId(1200).Select(line => line.State.Single(value => value.Key == "Delay").Value!.ToString()!).Take(8)];
        Assert.Equal(["00:00:00.2000000", "00:00:00.4000000", "00:00:00.8000000", "00:00:01.6000000", "00:00:03.2000000", "00:00:06.4000000", "00:00:10", "00:00:10"], pauses);

        engine.Store.Failure = null;
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync(engine)).Status);
        engine.Clock.Advance(TimeSpan.FromSeconds(10));
        await engine.Engine.Logs.WaitForAsync(line => line.EventId.Id == 1201);
        await engine.PublishAsync();
        await engine.Receiver.WaitForAsync(1);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(engine)).Status);
    }

    [Fact]
    public async Task Results_that_cannot_be_stored_are_stored_later_and_sent_once()
    {
        await using var engine = await StartAsync();
        await engine.SubscribeAsync();
        var isDown = true;
        engine.Store.BeforeRecord = () => isDown ? throw new TimeoutException("down") : Task.CompletedTask;
        await engine.PublishAsync();
        await engine.Engine.Logs.WaitForAsync(line => line.EventId.Id == 1603);
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync(engine)).Status);

        isDown = false;
        await engine.Clock.AdvanceUntilAsync(async () => (await engine.OnlyAsync()).State == DeliveryState.Delivered, TimeSpan.FromMilliseconds(100));

        Assert.Equal(1, engine.Receiver.Count);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(engine)).Status);
    }

    [Fact]
    public async Task Work_that_waits_for_longer_than_ten_minutes_is_degraded()
    {
        await using var engine = await StartAsync(deliver: false);
        await engine.SubscribeAsync();
        await engine.PublishAsync();
        engine.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(engine)).Status);
        engine.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync(engine)).Status);
    }

    private static Task<TimedEngine> StartAsync(bool deliver = true) => TimedEngine.StartAsync(
        configure: options => options.Pump.Enabled = deliver,
        build: builder =>
        {
            builder.Services.AddHealthChecks().AddWmsWebhooks();
            return builder;
        });

    private static async Task<HealthReportEntry> HealthAsync(TimedEngine engine) =>
        (await engine.Engine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries.Single().Value;
}
