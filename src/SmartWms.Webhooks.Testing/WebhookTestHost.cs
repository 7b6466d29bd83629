using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Testing;

/// <summary>The whole engine, started, on a clock that stands still until the test moves it; in memory unless told otherwise, and allowed to send to loopback.</summary>
/// <remarks>For a host that exists already (a <c>WebApplicationFactory</c>) there is <see cref="WmsWebhooksTestingExtensions.DriveWmsWebhooks"/>.</remarks>
public sealed class WebhookTestHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly List<ScriptedReceiver> _receivers = [];
    private readonly PumpDriver _driver;

    private WebhookTestHost(IHost host, TestClock clock)
    {
        (_host, Clock) = (host, clock);
        _driver = host.Services.GetRequiredService<PumpDriver>();
    }

    /// <summary>The clock. Move it with <see cref="AdvanceAsync"/>, so that the engine keeps up.</summary>
    public TestClock Clock { get; }

    /// <summary>The host's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Publishes.</summary>
    public IWebhookDispatcher Dispatcher => Services.GetRequiredService<IWebhookDispatcher>();

    /// <summary>Creates, reads and changes webhooks.</summary>
    public IWebhookSubscriptions Webhooks => Services.GetRequiredService<IWebhookSubscriptions>();

    /// <summary>The delivery log.</summary>
    public IWebhookDeliveries Deliveries => Services.GetRequiredService<IWebhookDeliveries>();

    /// <summary>Starts one.</summary>
    /// <param name="configure">The engine's options; <see langword="null"/>: the standard ones.</param>
    /// <param name="build">Own event types, alerts, or a store such as <c>UseSqlite(...)</c>; <see langword="null"/>: in memory.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>Started. Dispose it at the test's end.</returns>
    public static async Task<WebhookTestHost> StartAsync(
        Action<WmsWebhooksOptions>? configure = null, Func<WmsWebhooksBuilder, WmsWebhooksBuilder>? build = null, CancellationToken cancellationToken = default)
    {
        var clock = new TestClock();
        var application = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var webhooks = application.Services.AddWmsWebhooks(configure);
        _ = build is null ? webhooks.UseInMemory() : build(webhooks);
        application.Services.DriveWmsWebhooks(clock);
        var host = application.Build();
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        return new WebhookTestHost(host, clock);
    }

    /// <summary>Starts a receiver on this host's clock; it ends with the host.</summary>
    /// <returns>Listening.</returns>
    public async Task<ScriptedReceiver> StartReceiverAsync()
    {
        var receiver = await ScriptedReceiver.StartAsync(Clock).ConfigureAwait(false);
        _receivers.Add(receiver);
        return receiver;
    }

    /// <summary>Makes a webhook for every event that leads to this receiver, and tells the receiver its secret, so that it verifies.</summary>
    /// <param name="receiver">Where it leads.</param>
    /// <param name="configure">What is different: other event types, contract, schedule, secret, tenant.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The webhook's id.</returns>
    /// <exception cref="ArgumentException">The webhook is not valid; the message says why.</exception>
    public async Task<SubscriptionId> SubscribeAsync(ScriptedReceiver receiver, Action<NewWebhookSubscription>? configure = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        var form = new NewWebhookSubscription { Name = "test", Url = receiver.Url, EventTypes = ["*"] };
        configure?.Invoke(form);
        var created = await Webhooks.CreateAsync(form, cancellationToken).ConfigureAwait(false);
        var contract = Services.GetRequiredService<ContractCatalogue>().Find(created.Webhook.Contract)!;
        receiver.VerifyWith(contract.Scheme, created.Secret.Reveal());
        return created.Id;
    }

    /// <inheritdoc cref="PumpDriver.SettleAsync"/>
    public Task SettleAsync(CancellationToken cancellationToken = default) => _driver.SettleAsync(cancellationToken);

    /// <inheritdoc cref="PumpDriver.AdvanceAsync"/>
    public Task AdvanceAsync(TimeSpan by, CancellationToken cancellationToken = default) => _driver.AdvanceAsync(by, cancellationToken);

    /// <inheritdoc cref="PumpDriver.RunToEndAsync"/>
    public Task<TimeSpan> RunToEndAsync(TimeSpan? atMost = null, CancellationToken cancellationToken = default) => _driver.RunToEndAsync(atMost, cancellationToken);

    /// <summary>Ends the receivers first, as a request that hangs would hold up the stop while no time goes by; then the engine.</summary>
    /// <returns>When both have ended.</returns>
    public async ValueTask DisposeAsync()
    {
        foreach (var receiver in _receivers)
        {
            await receiver.DisposeAsync().ConfigureAwait(false);
        }

        await _host.StopAsync().ConfigureAwait(false);
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
        }
    }
}
