using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.EndToEnd;

/// <summary>The whole engine with a receiver, on a clock that stands still until the test moves it.</summary>
internal sealed class TimedEngine : IAsyncDisposable
{
    private TimedEngine(FakeClock clock, ScriptedReceiver receiver, StoreProbe store, RecordedAlerts alerts, TestEngine engine)
    {
        Clock = clock;
        Receiver = receiver;
        Store = store;
        Alerts = alerts;
        Engine = engine;
    }

    public FakeClock Clock { get; }

    public ScriptedReceiver Receiver { get; }

    public StoreProbe Store { get; }

    public RecordedAlerts Alerts { get; }

    public TestEngine Engine { get; }

    public IWebhookSubscriptions Webhooks => Engine.Webhooks;

    public IWebhookDeliveries Deliveries => Engine.Deliveries;

    public LaneSet Lanes => Engine.Services.GetRequiredService<LaneSet>();

    public DateTimeOffset Now => Clock.GetUtcNow();

    public static async Task<TimedEngine> StartAsync(
        WebhookContract? contract = null, Action<WmsWebhooksOptions>? configure = null, Func<WmsWebhooksBuilder, WmsWebhooksBuilder>? build = null)
    {
        var clock = new FakeClock();
        var receiver = await ScriptedReceiver.StartAsync(clock);
        var store = new StoreProbe();
        var alerts = new RecordedAlerts();
        var engine = await TestEngine.StartAsync(
            options =>
            {
                options.Contract = contract ?? WebhookContract.SmartWms;
                configure?.Invoke(options);
            },
            builder =>
            {
                builder.Services.AddSingleton<IWebhookAlerts>(alerts);
                return (build?.Invoke(builder) ?? builder).UseStores(_ => store.Stores);
            },
            clock);
        return new TimedEngine(clock, receiver, store, alerts, engine);
    }

    public Task<SubscriptionId> SubscribeAsync(string path = "/hook", Action<NewWebhookSubscription>? configure = null) =>
        Engine.SubscribeAsync(Receiver.UrlOf(path), configure);

    public Task<Published> PublishAsync(string? id = null) =>
        Engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" }, new WebhookPublishOptions { EventId = id });

    /// <summary>Moves time and lets the pump look at the new time at once; the poll would, a moment later of this clock.</summary>
    public void Advance(TimeSpan by)
    {
        Clock.Advance(by);
        Engine.Services.GetRequiredService<WakeUp>().Set();
    }

    /// <summary>Waits until the pump has looked at the present time and found nothing (more) to do, and nothing is under way.</summary>
    public async Task IdleAsync()
    {
        do
        {
            await Patience.UntilAsync(IsQuietAsync, () => $"{Lanes.InFlight} in flight");

            // The first look may have begun before it was quiet, and have found a lane full; the second begins after the first.
            await LookAsync();
            await LookAsync();
        }
        while (!await IsQuietAsync());
    }

    private async Task LookAsync()
    {
        var seen = Store.EmptyLooks.Count;
        Engine.Services.GetRequiredService<WakeUp>().Set();
        await Store.EmptyLooks.WaitForAsync(seen + 1);
    }

    private async Task<bool> IsQuietAsync() =>
        Lanes.InFlight == 0 && (await Deliveries.ListAsync(new DeliveryQuery { States = [DeliveryState.Sending], PageSize = 1 })).Count == 0;

    /// <summary>Waits until the receiver got this many requests; if it does not, says what the engine was at.</summary>
    public Task ReceivedAsync(int count) => Patience.UntilAsync(
        () => Task.FromResult(Receiver.Count >= count),
        () => $"""
            {Receiver.Count} requests of {count}; {Lanes.InFlight} in flight, room is {(Lanes.IsRoomWanted ? "" : "not ")}wanted, it is {Now:O}
            {string.Join('\n', Deliveries.ListAsync(new DeliveryQuery()).GetAwaiter().GetResult().Select(row => $"{row.Id} {row.State}, {row.Attempts} attempts, due {row.DueAt:O}"))}
            {string.Join('\n', Engine.Logs.Entries)}
            """);

    /// <summary>Waits until the delivery has this many attempts stored.</summary>
    public async Task<DeliveryDetails> AttemptedAsync(DeliveryId delivery, int attempts)
    {
        DeliveryDetails? details = null;
        await Patience.UntilAsync(
            async () => (details = await Deliveries.FindAsync(delivery)) is { } found && found.Attempts.Count >= attempts && found.Delivery.State != DeliveryState.Sending,
            () => $"{details?.Delivery}");
        return details!;
    }

    public async Task<DeliverySummary> OnlyAsync() => Assert.Single(await Deliveries.ListAsync(new DeliveryQuery()));

    public async Task<WebhookSubscription> WebhookAsync(SubscriptionId id) => (await Webhooks.FindAsync(id))!;

    public async ValueTask DisposeAsync()
    {
        // First the receiver: a request that hangs would hold the stop up, as no time goes by.
        await Receiver.DisposeAsync();
        await Engine.DisposeAsync();
    }
}
