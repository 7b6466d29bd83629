// What the guides print, compiled: GuideTests holds that both are the same.
#pragma warning disable CA1812, CA1305, CA1303, CA2000, IDE0059
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
    public static void PrivateCa(IServiceCollection services, X509Certificate2 corporate)
    {
        // snippet: http-private-ca
        services.AddWmsWebhooks().ConfigureHandler(handler =>
        {
            var trusted = handler.SslOptions.CertificateChainPolicy!;       // it fetches nothing; keep it so
            trusted.TrustMode = X509ChainTrustMode.CustomRootTrust;         // the certificates below, and none of the machine's
            trusted.CustomTrustStore.Add(corporate);
            using var machine = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
            trusted.CustomTrustStore.AddRange(machine.Certificates);        // left out, no receiver with a public certificate is trusted
        });
        // end
    }

    public static void Lan(IServiceCollection services)
    {
        // snippet: secure-lan
        services.AddWmsWebhooks(options => options.Addresses = new AddressPolicy
        {
            AllowedNetworks = [IPNetwork.Parse("10.20.3.0/28"), IPNetwork.Parse("fd12:3456:789a:3::/64")],      // the receivers', of both families
            AllowedHosts = ["erp", "*.corp.local"],                     // names that are no public ones
            AllowedPorts = [443, 8443],                                 // in place of 80, 443 and 1024 to 65535
        });
        // end
    }

    public static async Task GuardAloneAsync(Uri url, CancellationToken cancellationToken)
    {
        // snippet: secure-guard-alone
        var guard = new AddressGuard(new AddressPolicy());              // one for the process
        var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = guard.ConnectAsync,
            UseProxy = false,                                           // behind a proxy the guard would see the proxy only
            AllowAutoRedirect = false,                                  // an answer would choose a URL that nobody has checked
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),                   // look-up, dialling and TLS
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),         // a name that has moved is found
            SslOptions = { CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true } },
        });
        if (!url.IsAbsoluteUri || url.Scheme != Uri.UriSchemeHttps || !url.IdnHost.Contains('.'))
        {
            throw new ArgumentException("Give an https:// URL with a public name.", nameof(url));
        }

        var picture = await client.GetByteArrayAsync(url, cancellationToken);
        // end
    }

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
