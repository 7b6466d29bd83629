// What the guides print, compiled: GuideTests holds that both are the same.
#pragma warning disable CA1812, CA1305, CA1303, IDE0059
using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Statistics;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.House.Tests.Guides.Snippets;

internal static class HostSnippets
{
    public static void Http(IServiceCollection services, X509Certificate2Collection certificates, string password)
    {
        // snippet: http-handler
        services.AddTransient<CorrelationHandler>();
        services.AddWmsWebhooks().UseSqlite("Data Source=wms.db").HttpClient.AddHttpMessageHandler<CorrelationHandler>();
        // end

        // snippet: http-certificates
        services.AddWmsWebhooks().ConfigureHandler(handler => handler.SslOptions.ClientCertificates = certificates);
        // end

        // snippet: http-proxy
        services.AddWmsWebhooks(options => options.Addresses = new AddressPolicy
        {
            EgressProxy = new EgressProxy("http://egress.corp.local:4750", new NetworkCredential("wms", password)),
        });
        // end

        // snippet: secure-addresses
        services.AddWmsWebhooks(options => options.Addresses = new AddressPolicy
        {
            AllowedNetworks = [IPNetwork.Parse("10.20.3.7/32")],    // the ERP, and nothing beside it
            AllowedHosts = ["erp", "*.corp.local"],                 // names that are no public ones
        });
        // end

        // snippet: operate-publish-only
        services.AddWmsWebhooks(options => options.Pump.Enabled = false).UsePostgreSql("Host=db;Database=wms");
        // end
    }

    public static void Health(WebApplicationBuilder builder)
    {
        // snippet: operate-health
        builder.Services.AddHealthChecks().AddWmsWebhooks(tags: ["ready"]);
        var app = builder.Build();
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });       // says only that the process answers
        // end
    }

    public static async Task DrainAsync(IWebhookNodes nodes)
    {
        // snippet: operate-drain
        await nodes.DrainAsync();                                       // this node claims nothing more; it still publishes
        foreach (var node in await nodes.ListAsync())
        {
            Console.WriteLine($"{node.Name} {node.Version} {node.Role} {node.State}: {node.InFlight} in flight, live: {node.IsLive}");
        }
        // end
    }

    public static async Task PauseAsync(IWebhookSubscriptions webhooks)
    {
        // snippet: operate-pause-all
        await webhooks.PauseAllAsync();                                 // events are kept, nothing is sent
        await webhooks.ResumeAllAsync();                                // only what PauseAllAsync paused
        // end
    }

    public static void Map(WebApplicationBuilder builder)
    {
        // snippet: manage-map
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("WmsViewer", policy => policy.RequireRole("warehouse", "it"))
            .AddPolicy("WmsAdmin", policy => policy.RequireRole("it"));
        builder.Services.AddWmsWebhooks().UseSqlite("Data Source=wms.db").ProtectSecretsWithDataProtection();
        var app = builder.Build();
        app.MapWmsWebhooks("/api/webhooks", o => { o.ReadPolicy = "WmsViewer"; o.ManagePolicy = "WmsAdmin"; });
        app.MapWmsWebhooksDashboard("/webhooks", o => { o.ReadPolicy = "WmsViewer"; o.ManagePolicy = "WmsAdmin"; });
        // end
    }

    public static void Tenant(WebApplication app)
    {
        // snippet: manage-tenant
        app.MapWmsWebhooks("/api/webhooks", o =>
        {
            o.ReadPolicy = "WmsViewer";
            o.ManagePolicy = "WmsAdmin";
            o.Tenant = context => TenantScope.Only(context.User.FindFirstValue("tenant") ?? "");
        });
        // end
    }

    public static async Task StatisticsAsync(IWebhookStatistics statistics, DateTimeOffset now)
    {
        // snippet: manage-statistics
        var day = await statistics.ReadAsync(new StatisticsQuery { From = now.AddDays(-1), Until = now, Width = TimeSpan.FromHours(1) });
        Console.WriteLine($"{day.Total.Attempts} requests, {day.Total.SuccessRate:P1} delivered, 95 % within {day.Total.P95}");
        // end
    }

    public static async Task AuditAsync(IWebhookSubscriptions webhooks, IWebhookAudit audit, SubscriptionId id)
    {
        // snippet: manage-audit
        using (WebhookActor.Begin("import job"))
        {
            await webhooks.PauseAsync(id, "ERP upgrade");
        }

        var latest = await audit.ListAsync(new AuditQuery { Webhook = id });        // newest first: import job, Paused
        // end
    }

    public static void Listen()
    {
        // snippet: metrics-listen
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == WmsWebhooksDiagnostics.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Console.WriteLine($"{instrument.Name} {value}"));
        listener.Start();
        // end
    }

    public static async Task EraseAsync(IWebhookTenants tenants)
    {
        // snippet: operate-erase
        var rows = await tenants.EraseAsync("acme");                    // webhooks, events, deliveries and log of one tenant
        // end
    }

    internal sealed class CorrelationHandler : DelegatingHandler;
}
