using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Testbed;

/// <summary>A host with the whole engine, allowed to send to loopback.</summary>
public sealed class TestEngine : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _isStarted;

    private TestEngine(IHost host, RecordingLogs logs)
    {
        _host = host;
        Logs = logs;
    }

    public static AddressPolicy Loopback { get; } = new() { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] };

    public RecordingLogs Logs { get; }

    public IServiceProvider Services => _host.Services;

    public IWebhookDispatcher Dispatcher => Services.GetRequiredService<IWebhookDispatcher>();

    public IWebhookSubscriptions Webhooks => Services.GetRequiredService<IWebhookSubscriptions>();

    public IWebhookDeliveries Deliveries => Services.GetRequiredService<IWebhookDeliveries>();

    /// <summary>Starts it, on the in-memory store unless <paramref name="build"/> chooses another.</summary>
    public static async Task<TestEngine> StartAsync(
        Action<WmsWebhooksOptions>? configure = null, Func<WmsWebhooksBuilder, WmsWebhooksBuilder>? build = null, TimeProvider? clock = null)
    {
        var engine = Build(configure, build, clock);
        await engine.StartAsync();
        return engine;
    }

    /// <summary>Builds it without starting, for what must stop a start.</summary>
    public static TestEngine Build(Action<WmsWebhooksOptions>? configure = null, Func<WmsWebhooksBuilder, WmsWebhooksBuilder>? build = null, TimeProvider? clock = null)
    {
        var logs = new RecordingLogs();
        var application = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        application.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        if (clock is not null)
        {
            application.Services.AddSingleton(clock);
        }

        var builder = application.Services.AddWmsWebhooks(options =>
        {
            options.Addresses = Loopback;
            options.Pump.ShutdownGrace = TimeSpan.FromSeconds(5);
            configure?.Invoke(options);
        });
        _ = build is null ? builder.UseInMemory() : build(builder);
        return new TestEngine(application.Build(), logs);
    }

    public async Task StartAsync()
    {
        await _host.StartAsync();
        _isStarted = true;
    }

    public Task StopAsync() => _host.StopAsync();

    /// <summary>Makes a webhook for every event, to this receiver.</summary>
    public async Task<SubscriptionId> SubscribeAsync(string url, Action<NewWebhookSubscription>? configure = null)
    {
        var form = new NewWebhookSubscription { Name = "test", Url = url, EventTypes = ["*"] };
        configure?.Invoke(form);
        return (await Webhooks.CreateAsync(form)).Id;
    }

    /// <summary>Waits until every delivery that the query finds is in this state.</summary>
    public async Task<IReadOnlyList<DeliverySummary>> WaitForAsync(Func<IReadOnlyList<DeliverySummary>, bool> reached, DeliveryQuery? query = null, TimeSpan? limit = null)
    {
        IReadOnlyList<DeliverySummary> page = [];
        await Patience.UntilAsync(
            async () => reached(page = await Deliveries.ListAsync(query ?? new DeliveryQuery())),
            () => string.Join("; ", page.Select(row => $"{row.Id} {row.State} {row.Failure} attempts {row.Attempts}")),
            limit);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isStarted)
        {
            await _host.StopAsync();
        }

        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
