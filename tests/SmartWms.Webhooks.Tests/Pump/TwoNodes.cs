using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.InMemory;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Pump;

/// <summary>Several engines on one in-memory database, on one clock that stands still until the test moves it.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    private readonly List<TestEngine> _engines = [];
    private readonly InMemoryDatabase _database = new();
    private readonly InMemoryAuditStore _audit;

    private TwoNodes(ScriptedReceiver receiver) => (Receiver, _audit) = (receiver, new InMemoryAuditStore(_database));

    public FakeClock Clock { get; } = new();

    public ScriptedReceiver Receiver { get; }

    /// <summary>The store's own clock against ours; null: it has none.</summary>
    public TimeSpan? StoreAhead { get; set; }

    public static async Task<TwoNodes> CreateAsync() => new(await ScriptedReceiver.StartAsync());

    public async Task<TestEngine> StartAsync(string name, Action<WmsWebhooksOptions>? configure = null)
    {
        var engine = await TestEngine.StartAsync(
            options =>
            {
                options.Pump.NodeName = name;
                configure?.Invoke(options);
            },
            builder => builder.UseStores(_ => Stores()),
            Clock);
        _engines.Add(engine);
        return engine;
    }

    public static IWebhookNodes NodesOf(TestEngine engine) => engine.Services.GetRequiredService<IWebhookNodes>();

    public static LaneSet LanesOf(TestEngine engine) => engine.Services.GetRequiredService<LaneSet>();

    public static Task PublishAsync(TestEngine engine, string? id = null) =>
        engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" }, new WebhookPublishOptions { EventId = id });

    /// <summary>Moves time second by second until something is so. Not while a request is made: it would run into its deadline.</summary>
    public Task UntilAsync(Func<bool> done) => Clock.AdvanceUntilAsync(done, TimeSpan.FromSeconds(1), () => Receiver.InFlight == 0);

    /// <summary>Lets beats happen without time going by.</summary>
    public static async Task BeatAsync(params TestEngine[] engines)
    {
        foreach (var engine in engines)
        {
            await engine.Services.GetRequiredService<Heartbeat>().SayAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lets the pump look, as its poll would.</summary>
    public static void Look(TestEngine engine) => engine.Services.GetRequiredService<WakeUp>().Set();

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        foreach (var engine in _engines)
        {
            await engine.DisposeAsync();
        }
    }

    private WebhookStores Stores() => new(new InMemorySubscriptionStore(_database), new InMemoryDeliveryStore(_database), new InMemoryDeliveryLog(_database))
    {
        Nodes = new WithClock(new InMemoryNodeStore(_database), this),
        Audit = _audit,
    };

    private sealed class WithClock(INodeStore inner, TwoNodes nodes) : INodeStore
    {
        public async Task<BeatResult> BeatAsync(NodeBeat beat, DateTimeOffset now, CancellationToken cancellationToken) =>
            (await inner.BeatAsync(beat, now, cancellationToken)) with { StoreTime = nodes.Clock.GetUtcNow() + nodes.StoreAhead };

        public Task<IReadOnlyList<StoredNode>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

        public Task LeaveAsync(long instance, CancellationToken cancellationToken) => inner.LeaveAsync(instance, cancellationToken);

        public Task<int> ForgetAsync(DateTimeOffset seenBefore, CancellationToken cancellationToken) => inner.ForgetAsync(seenBefore, cancellationToken);
    }
}
