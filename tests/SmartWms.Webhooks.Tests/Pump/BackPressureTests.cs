using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Pump;

/// <summary>A store that takes claims and events and no results: what cannot be remembered is not sent.</summary>
public sealed class BackPressureTests
{
    private const int MaxInFlight = 4;
    private const int MostWaiting = 8;
    private const int Events = 40;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]          // it does not even refuse them
    public async Task Nothing_is_sent_that_cannot_be_remembered_and_everything_once_when_the_store_works_again(bool hangs)
    {
        await using var engine = await StartAsync();
        await engine.SubscribeAsync();
        var storeWorks = HoldResults(engine, hangs);
        await PublishAllAsync(engine);
        await HeldUpAsync(engine);
        var before = Seen(engine);
        Assert.InRange(before.Sent, MostWaiting, MostWaiting + (2 * MaxInFlight));

        // Longer than a lease: what was sent and could not be stored is due again.
        for (var lease = 0; lease < 2; lease++)
        {
            engine.Advance(TimeSpan.FromSeconds(91));
            await LooksAsync(engine);
        }

        Assert.Equal(before, Seen(engine));

        storeWorks();
        await DeliveredAsync(engine, Events);
        Assert.Equal(Events, engine.Receiver.Count);
        Assert.All(await engine.Deliveries.ListAsync(new DeliveryQuery()), row => Assert.Equal(1, row.Attempts));
        Assert.Empty(engine.Engine.Logs.WithId(1602));
    }

    [Fact]
    public async Task What_is_published_meanwhile_is_due_in_the_store_and_not_handed_over_and_goes_out_afterwards()
    {
        await using var engine = await StartAsync();
        await engine.SubscribeAsync(configure: form => form.EventTypes = [WmsEvents.OrderShipped]);
        await engine.SubscribeAsync("/other", form => form.EventTypes = [WmsEvents.OrderCreated]);
        var storeWorks = HoldResults(engine, hangs: true);
        await PublishAllAsync(engine);
        await HeldUpAsync(engine);

        // Nothing is due for this webhook, and nothing is in flight: else it would be handed over.
        await OtherAsync(engine, "evt_late");
        var late = Assert.Single(await engine.Deliveries.ListAsync(new DeliveryQuery { EventType = WmsEvents.OrderCreated }));
        Assert.Equal((DeliveryState.Pending, engine.Now), (late.State, late.DueAt));
        await LooksAsync(engine);
        Assert.DoesNotContain(engine.Receiver.Requests, request => request.Path == "/other");

        storeWorks();
        await DeliveredAsync(engine, Events + 1);
        Assert.Single(engine.Receiver.Requests, request => request.Path == "/other");
        Assert.Equal(Events + 1, engine.Receiver.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_while_nothing_can_be_stored_ends_when_the_host_gives_up(bool hangs)
    {
        await using var engine = await StartAsync();
        await engine.SubscribeAsync();
        _ = HoldResults(engine, hangs);
        await PublishAllAsync(engine);
        await HeldUpAsync(engine);

        await StopsAsync(engine);
    }

    // More than may wait comes at once here, from the loop that a stop waits for first.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_while_a_backlog_is_set_aside_that_cannot_be_stored_ends_when_the_host_gives_up(bool hangs)
    {
        await using var engine = await StartAsync(WebhookContract.Wms);
        await engine.SubscribeAsync(configure: form => (form.MaxInFlight, form.Schedule) = (1, [TimeSpan.FromMinutes(2)]));
        engine.Receiver.Always("/hook", Answer.With(500));
        await PublishAllAsync(engine);
        for (var probe = 0; probe < 4; probe++)
        {
            await engine.IdleAsync();
            engine.Advance(TimeSpan.FromSeconds(30));
        }

        await engine.IdleAsync();
        var sent = engine.Receiver.Count;
        _ = HoldResults(engine, hangs);
        await engine.Clock.AdvanceUntilAsync(() => Recorder(engine).IsBehind, TimeSpan.FromSeconds(30), () => Running(engine).Items == 0);
        Assert.True(engine.Receiver.Count - sent < MostWaiting, "probes alone have filled the recorder");

        await StopsAsync(engine);
    }

    [Fact]
    public async Task A_stop_while_a_look_at_the_store_hangs_ends_when_the_host_gives_up()
    {
        await using var engine = await StartAsync();
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await HangInLookAsync(engine, hangs.Task, () => engine.Engine.Services.GetRequiredService<WakeUp>().Set());

        await StopsAsync(engine);
        hangs.SetResult();
    }

    [Fact]
    public async Task Nothing_overtakes_what_was_stored_while_results_could_not_be()
    {
        await using var engine = await StartAsync();
        await engine.SubscribeAsync(configure: form => form.EventTypes = [WmsEvents.OrderShipped]);
        await engine.SubscribeAsync("/other", form => form.EventTypes = [WmsEvents.OrderCreated]);
        await OtherAsync(engine, "evt_before");     // from now on nothing is thought to wait there
        await DeliveredAsync(engine, 1);
        var storeWorks = HoldResults(engine, hangs: true);
        await PublishAllAsync(engine);
        await HeldUpAsync(engine);
        await OtherAsync(engine, "evt_first");

        var looks = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await HangInLookAsync(engine, looks.Task, storeWorks);
        await OtherAsync(engine, "evt_second");

        var waiting = await engine.Deliveries.ListAsync(new DeliveryQuery { EventType = WmsEvents.OrderCreated, States = [DeliveryState.Pending] });
        Assert.Equal(["evt_second", "evt_first"], waiting.Select(row => row.EventId));
        engine.Store.Looking = null;
        looks.SetResult();
        await DeliveredAsync(engine, Events + 3);
    }

    [Fact]
    public async Task A_drain_ends_when_the_last_result_is_stored_or_who_waits_gives_up()
    {
        await using var engine = await StartAsync();
        await engine.SubscribeAsync();
        var storeWorks = HoldResults(engine, hangs: true);
        await engine.PublishAsync();
        await engine.Receiver.WaitForAsync(1);
        await Patience.UntilAsync(() => Task.FromResult(Running(engine).Items == 0), () => "still under way");
        await LooksAsync(engine);
        await PollsAsync(engine);

        // Half way to the next poll: a whole one is to come again once the pump has been told to drain.
        engine.Clock.Advance(TimeSpan.FromMilliseconds(500));
        using var impatient = new CancellationTokenSource();
        var givenUp = NodesOf(engine).DrainAsync(impatient.Token);
        var drained = StateAfterDrainAsync(engine);
        await PollsAsync(engine);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        Assert.False(drained.IsCompleted);
        Assert.Equal(DeliveryState.Sending, (await engine.OnlyAsync()).State);

        storeWorks();
        Assert.Equal(DeliveryState.Delivered, await Patience.WithinAsync(drained, () => "the node is not drained"));
    }

    private static Task<TimedEngine> StartAsync(WebhookContract? contract = null) => TimedEngine.StartAsync(
        contract,
        options => options.Lanes.MaxInFlight = MaxInFlight,
        builder =>
        {
            builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ResultRecorder>(provider, MostWaiting));
            return builder;
        });

    /// <summary>From now on the store refuses results, or does not answer, until what is returned is called.</summary>
    private static Action HoldResults(TimedEngine engine, bool hangs)
    {
        var works = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Store.BeforeRecord = () => hangs || works.Task.IsCompleted ? works.Task : throw new TimeoutException("down");
        return works.SetResult;
    }

    /// <summary>Lets the pump look, and the look wait.</summary>
    private static async Task HangInLookAsync(TimedEngine engine, Task until, Action look)
    {
        engine.Store.Looking = until;
        var finds = engine.Store.Finds;
        look();
        await Patience.UntilAsync(() => Task.FromResult(engine.Store.Finds != finds), () => "the pump does not look");
    }

    private static Task<Published> OtherAsync(TimedEngine engine, string eventId) =>
        engine.Engine.Dispatcher.PublishAsync(WmsEvents.OrderCreated, new { orderId = "ord_1" }, new WebhookPublishOptions { EventId = eventId });

    private static async Task PublishAllAsync(TimedEngine engine)
    {
        for (var number = 0; number < Events; number++)
        {
            await engine.PublishAsync();
        }
    }

    /// <summary>Waits until the recorder is behind, the pump has noticed, and what was under way has ended.</summary>
    private static async Task HeldUpAsync(TimedEngine engine)
    {
        await Patience.UntilAsync(() => Task.FromResult(Recorder(engine).IsBehind), () => $"only {engine.Receiver.Count} requests");
        await LooksAsync(engine);
        await Patience.UntilAsync(() => Task.FromResult(Running(engine).Items == 0), () => $"{Running(engine).Items} under way, {engine.Receiver.Count} requests");
    }

    /// <summary>Waits until the pump has looked and taken nothing. The first look may have begun before; the second begins after the first.</summary>
    private static async Task LooksAsync(TimedEngine engine)
    {
        var pump = engine.Engine.Services.GetRequiredService<DeliveryPump>();
        for (var look = 0; look < 2; look++)
        {
            var seen = pump.EmptyLooks;
            engine.Engine.Services.GetRequiredService<WakeUp>().Set();
            await Patience.UntilAsync(() => Task.FromResult(pump.EmptyLooks != seen), () => $"the pump did not look, {engine.Receiver.Count} requests");
        }
    }

    /// <summary>Waits until the pump waits for a poll that is a whole second away.</summary>
    private static Task PollsAsync(TimedEngine engine) =>
        Patience.UntilAsync(() => Task.FromResult(engine.Clock.NextTimer == TimeSpan.FromSeconds(1)), () => $"{engine.Clock.NextTimer}");

    /// <summary>Time goes by only while nothing is under way, so that no request runs into its deadline.</summary>
    private static Task<TimeSpan> DeliveredAsync(TimedEngine engine, int count) => engine.Clock.AdvanceUntilAsync(
        async () => (await engine.Deliveries.ListAsync(new DeliveryQuery())).Count(row => row.State == DeliveryState.Delivered) == count,
        TimeSpan.FromMilliseconds(100),
        () => Running(engine).Items == 0);

    private static async Task StopsAsync(TimedEngine engine)
    {
        using var host = new CancellationTokenSource();
        var stopping = engine.Engine.Services.GetRequiredService<DeliveryPump>().StopAsync(host.Token);
        Assert.False(stopping.IsCompleted);
        await host.CancelAsync();

        await Patience.WithinAsync(stopping, () => "the pump did not stop");
        Assert.Single(engine.Engine.Logs.WithId(1203));
    }

    private static async Task<DeliveryState> StateAfterDrainAsync(TimedEngine engine)
    {
        await NodesOf(engine).DrainAsync();
        return (await engine.OnlyAsync()).State;
    }

    private static (int Sent, int Finds, int Claims) Seen(TimedEngine engine) => (engine.Receiver.Count, engine.Store.Finds, engine.Store.Claims);

    private static IWebhookNodes NodesOf(TimedEngine engine) => engine.Engine.Services.GetRequiredService<IWebhookNodes>();

    private static ResultRecorder Recorder(TimedEngine engine) => engine.Engine.Services.GetRequiredService<ResultRecorder>();

    private static RunningAttempts Running(TimedEngine engine) => engine.Engine.Services.GetRequiredService<RunningAttempts>();
}
