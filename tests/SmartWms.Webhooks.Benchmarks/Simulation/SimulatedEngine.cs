using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.InMemory;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>
/// The engine as a host builds it, on the simulation's clock and never started: dispatcher, matching, claims, lanes, circuits, schedule and the store in memory are the real ones. What runs in
/// loops or on the network (pump, recorder, requests) is done by <see cref="SimulatedNode"/>.
/// </summary>
internal sealed class SimulatedEngine : IDisposable
{
    private readonly ServiceProvider _services;

    public SimulatedEngine(Timeline timeline, Costs costs, int inFlight, Random random)
    {
        Writer = new StoreWriter(timeline, costs);
        var services = new ServiceCollection();
        services.AddSingleton(timeline.Clock);
        services.AddSingleton<IRetryScheduler>(new SeededScheduler(random));
        services.AddSingleton<SimulatedHandOff>();
        services.AddSingleton<IHandOff>(provider => provider.GetRequiredService<SimulatedHandOff>());
        services
            .AddWmsWebhooks(options =>
            {
                options.Addresses = EngineHost.Loopback;
                options.Lanes.MaxInFlight = inFlight;
            })
            .UseStores(_ => new WebhookStores(new InMemorySubscriptionStore(Database), new SimulatedDeliveries(new InMemoryDeliveryStore(Database), Writer), new InMemoryDeliveryLog(Database)));
        _services = services.BuildServiceProvider();
    }

    public InMemoryDatabase Database { get; } = new();

    public StoreWriter Writer { get; }

    public IWebhookDispatcher Dispatcher => Part<IWebhookDispatcher>();

    public IWebhookSubscriptions Webhooks => Part<IWebhookSubscriptions>();

    public IWebhookDeliveries Deliveries => Part<IWebhookDeliveries>();

    public T Part<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A webhook was changed: as the host does when it is told.</summary>
    public void Changed() => Part<SubscriptionRegistry>().Changed();

    public void Dispose() => _services.Dispose();
}
