using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.InMemory;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Tests.EndToEnd;
using SmartWms.Webhooks.Tests.Subscriptions;
using SmartWms.Webhooks.Time;
using static SmartWms.Webhooks.Tests.Given;
using ClaimStep = SmartWms.Webhooks.Pump.ClaimStep;

namespace SmartWms.Webhooks.Tests.Pump;

/// <summary>What the pump takes, step by step, without the pump.</summary>
public sealed class ClaimStepTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_fails_while_a_probe_is_looked_up_takes_no_slot_of_a_healthy_webhook()
    {
        await using var engine = await TimedEngine.StartAsync(configure: options => options.Pump.Enabled = false);
        var store = new UnreadableSubscriptions(new InMemorySubscriptionStore(engine.Store.Database));
        using var registry = Registry(engine, store);
        var lanes = new LaneSet(new LaneOptions(), engine.Clock);
        var step = new ClaimStep(engine.Store, registry, lanes, new DueTimes(), new EngineClock(engine.Clock), new PumpOptions());
        await engine.SubscribeAsync("/good");
        var bad = await engine.SubscribeAsync("/bad", form => form.EventTypes = ["order.created"]);
        await step.TakeAsync(Cancelled);
        var snapshot = registry.Current.Find(bad)!;
        for (var answer = 0; answer < 4; answer++)
        {
            lanes.Reserve(snapshot, 1, engine.Now);
            lanes.Started(bad);
            lanes.Ended(bad, Accepted, Quick);
        }

        // Paused while eight requests are under way: their failures open the circuit of a webhook that nobody follows any more.
        Assert.Equal(8, lanes.Reserve(snapshot, 8, engine.Now));
        await engine.Webhooks.PauseAsync(bad, cancellationToken: Cancelled);
        registry.Changed();
        await step.TakeAsync(Cancelled);
        for (var request = 0; request < 8; request++)
        {
            lanes.Started(bad);
            lanes.Ended(bad, Failed, Quick);
        }

        Assert.True(lanes.IsOpen(bad));
        engine.Clock.Advance(TimeSpan.FromSeconds(31));
        await engine.PublishAsync();
        Assert.Single(lanes.Plan().Probes);
        store.Fails = true;
        await Assert.ThrowsAsync<TimeoutException>(() => step.TakeAsync(Cancelled));

        Assert.Equal(0, lanes.InFlight);
        store.Fails = false;
        Assert.Single((await step.TakeAsync(Cancelled)).Items);
    }

    [Fact]
    public async Task A_claim_that_fails_gives_every_slot_back_and_does_not_say_that_the_lane_is_empty()
    {
        await using var engine = await TimedEngine.StartAsync(configure: options => options.Pump.Enabled = false);
        using var registry = Registry(engine, new InMemorySubscriptionStore(engine.Store.Database));
        var lanes = new LaneSet(new LaneOptions(), engine.Clock);
        var step = new ClaimStep(engine.Store, registry, lanes, new DueTimes(), new EngineClock(engine.Clock), new PumpOptions());
        var webhook = await engine.SubscribeAsync();
        await engine.PublishAsync();
        var snapshot = await registry.FindAsync(webhook, 0, Cancelled);
        Assert.True(lanes.TryReserveHandOff(snapshot!, engine.Now));
        Assert.False(lanes.TryReserveHandOff(snapshot!, engine.Now));
        lanes.Dropped(webhook, hadStarted: false);
        engine.Store.BeforeClaim = () => throw new TimeoutException("down");

        await Assert.ThrowsAsync<TimeoutException>(() => step.TakeAsync(Cancelled));

        Assert.Equal(0, lanes.InFlight);
        Assert.False(lanes.TryReserveHandOff(snapshot!, engine.Now));
    }

    [Theory]
    [InlineData(4, 200)]
    [InlineData(64, 1000)]
    public async Task A_lane_with_room_is_found_behind_any_number_without(int maxInFlight, int hanging)
    {
        await using var engine = await TimedEngine.StartAsync(configure: options => options.Pump.Enabled = false);
        using var registry = Registry(engine, new InMemorySubscriptionStore(engine.Store.Database));
        var lanes = new LaneSet(new LaneOptions { MaxInFlight = maxInFlight }, engine.Clock);
        var step = new ClaimStep(engine.Store, registry, lanes, new DueTimes(), new EngineClock(engine.Clock), new PumpOptions());
        for (var number = 0; number < hanging; number++)
        {
            await engine.SubscribeAsync($"/hangs/{number}");
        }

        var quick = await engine.SubscribeAsync("/quick");
        var snapshot = (await registry.RefreshAsync(Cancelled)).Find(quick)!;
        for (var answer = 0; answer < 4; answer++)
        {
            lanes.Reserve(snapshot, 1, engine.Now);
            lanes.Started(quick);
            lanes.Ended(quick, Accepted, Quick);
        }

        await engine.PublishAsync();
        var began = engine.Now;
        for (var isTaken = false; !isTaken;)
        {
            var work = await step.TakeAsync(Cancelled);
            isTaken = work.Items.Any(item => item.Lane == quick);
            engine.Clock.Advance(work.Items.Count > 0 || isTaken ? TimeSpan.Zero : work.LookAgainAt - engine.Now);
            Assert.True(engine.Now - began <= TimeSpan.FromSeconds(1), $"{engine.Now - began}");
        }
    }

    [Fact]
    public async Task A_node_that_can_serve_one_at_a_time_serves_every_webhook_in_turn()
    {
        const int Webhooks = 512;
        await using var engine = await TimedEngine.StartAsync(configure: options => options.Pump.Enabled = false);
        using var registry = Registry(engine, new InMemorySubscriptionStore(engine.Store.Database));
        var lanes = new LaneSet(new LaneOptions { MaxInFlight = 1 }, engine.Clock);
        var step = new ClaimStep(engine.Store, registry, lanes, new DueTimes(), new EngineClock(engine.Clock), new PumpOptions());
        for (var number = 0; number < Webhooks; number++)
        {
            await engine.SubscribeAsync($"/{number}");
        }

        await engine.PublishAsync();
        await engine.PublishAsync();
        var served = new HashSet<SubscriptionId>();
        for (var turn = 0; turn < Webhooks; turn++)
        {
            var lane = Assert.Single((await step.TakeAsync(Cancelled)).Items).Lane!.Value;
            lanes.Started(lane);
            lanes.Ended(lane, Accepted, Quick);
            engine.Clock.Advance(Quick);
            served.Add(lane);
        }

        Assert.Equal(Webhooks, served.Count);
    }

    private static SubscriptionRegistry Registry(TimedEngine engine, ISubscriptionStore store) => new(store, engine.Engine.Services.GetRequiredService<SnapshotFactory>(), engine.Clock);
}
