using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Lanes;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>A host with the whole engine, as an application builds it, on a counted store. It logs nothing.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly IHost _host;
    private CountedDeliveries? _deliveries;

    public EngineHost(Database database, bool delivers, int inFlight, TimeSpan? grace = null)
    {
        var application = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        application.Services
            .AddWmsWebhooks(options =>
            {
                options.Addresses = Loopback;
                options.Pump.Enabled = delivers;
                options.Lanes.MaxInFlight = inFlight;
                options.Pump.ShutdownGrace = grace ?? options.Pump.ShutdownGrace;
            })
            .UseStores(_ =>
            {
                var stores = database.Open();
                return stores with { Deliveries = _deliveries = new CountedDeliveries(stores.Deliveries) };
            });
        _host = application.Build();
    }

    public static AddressPolicy Loopback { get; } = new() { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] };

    public IWebhookDispatcher Dispatcher => _host.Services.GetRequiredService<IWebhookDispatcher>();

    public IWebhookSubscriptions Webhooks => _host.Services.GetRequiredService<IWebhookSubscriptions>();

    public LaneSet Lanes => _host.Services.GetRequiredService<LaneSet>();

    public CountedDeliveries Deliveries => _deliveries!;

    public Task StartAsync() => _host.StartAsync();

    /// <summary>Makes one webhook for each lane.</summary>
    public async Task SubscribeAsync(string receiver)
    {
        for (var lane = 0; lane < Payload.Lanes; lane++)
        {
            await Webhooks.CreateAsync(Payload.SubscriptionOf(lane, receiver));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
