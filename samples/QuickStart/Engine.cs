using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartWms.Webhooks;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace QuickStart;

/// <summary>The engine in a host of its own, as a WMS would have it; only that this one logs nothing.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly List<SubscriptionId> _made = [];

    private Engine(IHost host) => _host = host;

    public IWebhookDispatcher Dispatcher => _host.Services.GetRequiredService<IWebhookDispatcher>();

    public IWebhookDeliveries Deliveries => _host.Services.GetRequiredService<IWebhookDeliveries>();

    public EventCatalogue Catalogue => _host.Services.GetRequiredService<EventCatalogue>();

    /// <summary>Everything of this run: in a file that is used again, earlier runs stay apart.</summary>
    public string Tenant { get; } = $"quickstart-{Guid.NewGuid():N}";

    public static async Task<Engine> StartAsync(DatabaseFile database, AddressPolicy addresses, string? ownEventType, CancellationToken cancellationToken)
    {
        var application = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var webhooks = application.Services
            .AddWmsWebhooks(options => options.Addresses = addresses)
            .UseSqlite($"Data Source={database.Path}");
        if (ownEventType is not null)
        {
            webhooks.AddEventType(ownEventType, "Something of this host's own happened.");
        }

        var engine = new Engine(application.Build());
        await engine._host.StartAsync(cancellationToken);
        return engine;
    }

    public async Task<WebhookWithSecret> SubscribeAsync(NewWebhookSubscription form, CancellationToken cancellationToken)
    {
        form.TenantId = Tenant;
        var webhook = await _host.Services.GetRequiredService<IWebhookSubscriptions>().CreateAsync(form, cancellationToken);
        _made.Add(webhook.Id);
        return webhook;
    }

    /// <summary>The newest deliveries of this run, once they are as wanted.</summary>
    public async Task<IReadOnlyList<DeliverySummary>> WaitForLogAsync(Func<IReadOnlyList<DeliverySummary>, bool> reached, CancellationToken cancellationToken)
    {
        var query = new DeliveryQuery { Tenant = TenantScope.Only(Tenant), PageSize = 200 };
        while (true)
        {
            var log = await Deliveries.ListAsync(query, cancellationToken);
            if (reached(log))
            {
                return log;
            }

            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>Takes the run's webhooks away, so that a file that is used again does not go on calling them, and stops. The log stays.</summary>
    public async ValueTask DisposeAsync()
    {
        var webhooks = _host.Services.GetRequiredService<IWebhookSubscriptions>();
        foreach (var id in _made)
        {
            await webhooks.DeleteAsync(id);
        }

        await _host.StopAsync();
        _host.Dispose();
    }
}
