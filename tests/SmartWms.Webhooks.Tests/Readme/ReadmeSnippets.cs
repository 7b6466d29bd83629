// What the READMEs print, compiled: ReadmeTests holds that both are the same.
#pragma warning disable CA1812, CA1305, IDE0059, CA1303, EXTEXP0001
using System.Data.Common;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Alerts;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Receiver.Handling;
using SmartWms.Webhooks.Receiver.Inbox;
using SmartWms.Webhooks.Secrets;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Tests.Readme;

internal static class ReadmeSnippets
{
    public static async Task FirstScreenAsync(string[] args)
    {
        // snippet: first-screen
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddWmsWebhooks().UseSqlite("Data Source=wms.db");
        var app = builder.Build();
        app.MapPost("/orders/{id}/ship", (string id, IWebhookDispatcher dispatcher) =>
            dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = id, carrier = "UPS" }));
        await app.StartAsync();

        var webhooks = app.Services.GetRequiredService<IWebhookSubscriptions>();    // once, as each call makes another; in your WMS an admin's page does it
        var erp = await webhooks.CreateAsync(new() { Name = "ERP_Order_Sync", Url = "https://erp.example.com/webhooks/wms", EventTypes = ["order.*", "inventory.low"] });
        Console.WriteLine($"The ERP verifies with {erp.Secret.Reveal()}");
        await app.WaitForShutdownAsync();
        // end
    }

    public static async Task PublishAsync(IWebhookDispatcher dispatcher, Shipment shipment, ReadOnlyMemory<byte> json)
    {
        // snippet: publish
        var published = await dispatcher.PublishAsync(WmsEvents.OrderShipped, shipment, new WebhookPublishOptions
        {
            EventId = $"evt_{shipment.Id}_shipped",         // publishing the same id and data again is the same event
            TenantId = "acme",                              // only webhooks of this tenant get it
            Channels = ["warehouse:BKK1", "owner:CUST-001"],
            Subject = shipment.OrderNumber,                 // what a support person searches the log for
        });
        // end

        // snippet: publish-more
        await dispatcher.PublishJsonAsync(WmsEvents.GrnConfirmed, json);                // JSON as it is, byte for byte
        await dispatcher.PublishAsync(                                                  // a batch: all or none
        [
            NewWebhookEvent.Create(WmsEvents.PickCompleted, new { pickId = "PICK-7" }),
            NewWebhookEvent.Create(WmsEvents.OrderShipped, shipment),
        ]);
        var preview = await dispatcher.PreviewAsync(NewWebhookEvent.Create(WmsEvents.OrderShipped, shipment));   // who gets it, why others do not, exact bytes; sends nothing
        // end
    }

    public static void Register(IServiceCollection services)
    {
        // snippet: own-types
        services.AddWmsWebhooks(options => options.Contract = WebhookContract.Wms)      // for webhooks that name none
            .UseSqlite("Data Source=wms.db")
            .AddEventType("cycle_count.finished", "A cycle count was closed.")
            .AddEventType(new WebhookEventType { Name = "employee.clocked_in", IsSensitive = true })    // never through * or employee.*
            .AddContract(WebhookContract.SmartWms with
            {
                Name = "acme",
                Delays = [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), TimeSpan.FromHours(12)],
                AfterLastAttempt = AfterLastAttempt.KeepActive,
            });
        // end
    }

    public static async Task ManageAsync(IWebhookSubscriptions webhooks)
    {
        // snippet: webhooks
        var created = await webhooks.CreateAsync(new NewWebhookSubscription
        {
            Name = "ERP_Order_Sync",
            Url = "https://erp.example.com/webhooks/wms",
            EventTypes = ["order.*", "inventory.low"],
            Contract = "smartwms",                          // or wms, standardwebhooks, one of yours
            Headers = { ["X-Api-Key"] = "…" },
            Rate = new RateLimit(20, TimeSpan.FromSeconds(1)),
            MaxInFlight = 4,
        });
        var secret = created.Secret.Reveal();               // shown this once; leave Secret empty to have one generated

        await webhooks.PauseAsync(created.Id, "ERP upgrade");                       // events are kept meanwhile
        await webhooks.ResumeAsync(created.Id);
        await webhooks.EnableAsync(created.Id);                                     // after the engine disabled it
        var rotated = await webhooks.RotateSecretAsync(created.Id);                 // the old one goes on signing for 24 hours,
        await webhooks.ActivateSecretAsync(created.Id);                             // or until a person says that the receiver knows the new one
        // end
    }

    public static async Task LogAsync(IWebhookDeliveries deliveries, SubscriptionId webhook, DateTimeOffset since)
    {
        // snippet: log
        var failed = await deliveries.ListAsync(new DeliveryQuery { Subscription = webhook, States = [DeliveryState.Failed], Subject = "SO-2024-001" });
        var details = await deliveries.FindAsync(failed[0].Id);     // the body and every attempt: status, class, latency, answer, and why the next one was when it was
        await deliveries.ResendAsync(failed[0].Id);                 // one attempt now, the same id and bytes
        await deliveries.RecoverAsync(webhook, since);              // all failed ones since then
        var test = await deliveries.SendTestAsync(webhook);         // a real signed POST now; its result returned and logged
        // end
    }

    public static void Local(WebApplicationBuilder builder)
    {
        // snippet: local
        builder.Services.AddWmsWebhooks(o => o.Addresses = new() { AllowHttp = true, AllowedNetworks = [System.Net.IPNetwork.Parse("127.0.0.1/32")] }).UseSqlite("Data Source=wms.db");
        // end
    }

    public static void Receive(string[] args)
    {
        // snippet: receive
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddWmsWebhookReceiver(o => { o.Scheme = SignatureScheme.SmartWms; o.Secrets.Add(builder.Configuration["WebhookSecret"]!); })
            .OnAny((webhook, cancellationToken) =>      // or .On<ShippedOrder>(WmsEvents.OrderShipped, …): the data as an object
            {
                Console.WriteLine($"verified {webhook.Type} {webhook.Id}");
                return Task.CompletedTask;
            });
        var app = builder.Build();
        app.MapWmsWebhookReceiver("/webhooks/wms");
        app.Run();
        // end
    }

    public static void Guard(IServiceCollection services)
    {
        // snippet: addresses
        services.AddWmsWebhooks(options => options.Addresses = new AddressPolicy
        {
            AllowedNetworks = [IPNetwork.Parse("10.20.3.7/32")],    // the ERP, and nothing beside it
            AllowedHosts = ["erp", "*.corp.local"],                 // names that are no public ones
        });
        // end
    }

    public static void Certificates(IServiceCollection services, X509Certificate2Collection certificates)
    {
        // snippet: certificates
        services.AddWmsWebhooks().ConfigureHandler(handler => handler.SslOptions.ClientCertificates = certificates);
        // end
    }

    public static void KeyRing(IServiceCollection services, IConfiguration configuration)
    {
        // snippet: key-ring
        services.AddWmsWebhooks().ProtectSecretsWith(new WebhookKeyRing(WebhookKey.FromBase64("2026-11", configuration["WebhookKey"])));
        // end
    }

    public static void GoingOver(IServiceCollection services, WebhookKey current)
    {
        // snippet: going-over
        services.AddWmsWebhooks().ProtectSecretsWith(new WebhookKeyRing(current) { OpensUnsealed = true });
        // end
    }

    public static void KeyRotation(IServiceCollection services, WebhookKey current, WebhookKey older)
    {
        // snippet: key-rotation
        services.AddWmsWebhooks().ProtectSecretsWith(new WebhookKeyRing(current, older));
        // end
    }

    public static void Resilience(IServiceCollection services)
    {
        // snippet: resilience
        services.AddWmsWebhooks().UseSqlite("Data Source=wms.db").HttpClient
            .RemoveAllResilienceHandlers()      // marked as experimental: disable the diagnostic EXTEXP0001
            .AddResilienceHandler("webhooks", pipeline => pipeline
                .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions())
                .AddTimeout(TimeSpan.FromSeconds(10)))
            .SelectPipelineByAuthority();
        // or: .AddStandardResilienceHandler(standard => standard.Retry.DisableForUnsafeHttpMethods()).SelectPipelineByAuthority()
        // end
    }

    public static void Proxy(IServiceCollection services, string password)
    {
        // snippet: egress-proxy
        services.AddWmsWebhooks(options => options.Addresses = new AddressPolicy
        {
            EgressProxy = new EgressProxy("http://egress.corp.local:4750", new NetworkCredential("wms", password)),
        });
        // end
    }

    public static void Alerts(IServiceCollection services)
    {
        // snippet: alerts
        services.AddWmsWebhooks().AddAlerts<MailToSupport>();       // failed for good, disabled, failing; repeats are folded
        // end
    }

    public static void Stores(IServiceCollection services, string connectionString)
    {
        // snippet: stores
        services.AddWmsWebhooks().UseSqlite(connectionString, sqlite => sqlite.Synchronous = SqliteSynchronous.Full);
        // end
    }

    public static void WireContext(IServiceCollection services, string connectionString)
    {
        // snippet: efcore-wire
        services.AddWmsWebhooks().UseSqlite(connectionString);          // the same database as the context: UsePostgreSql(...) beside UseNpgsql(...)
        services.AddDbContextPool<WmsContext>((provider, options) => options.UseSqlite(connectionString).UseWmsWebhooks(provider));
        // end
    }

    public static void MapApi(WebApplicationBuilder builder)
    {
        // snippet: api-map
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("WmsViewer", policy => policy.RequireRole("warehouse", "it"))
            .AddPolicy("WmsAdmin", policy => policy.RequireRole("it"));
        builder.Services.AddWmsWebhooks().UseSqlite("Data Source=wms.db").ProtectSecretsWithDataProtection();
        var app = builder.Build();
        app.MapWmsWebhooks("/api/webhooks", o => { o.ReadPolicy = "WmsViewer"; o.ManagePolicy = "WmsAdmin"; });
        // end
    }

    public static void MapDashboard(WebApplicationBuilder builder)
    {
        // snippet: dashboard-map
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("WmsViewer", policy => policy.RequireRole("warehouse", "it"))
            .AddPolicy("WmsAdmin", policy => policy.RequireRole("it"));
        builder.Services.AddWmsWebhooks().UseSqlite("Data Source=wms.db");
        var app = builder.Build();
        app.MapWmsWebhooksDashboard("/webhooks", o => { o.ReadPolicy = "WmsViewer"; o.ManagePolicy = "WmsAdmin"; });
        // end
    }

    public static void Receive(WebApplicationBuilder builder, string secret)
    {
        // snippet: receiver
        builder.Services.AddWmsWebhookReceiver(o => { o.Scheme = SignatureScheme.Wms; o.Secrets.Add(secret); })
            .On<ShippedOrder>(WmsEvents.OrderShipped, async (webhook, cancellationToken) =>
                await webhook.Services.GetRequiredService<Orders>().ShipAsync(webhook.Data, cancellationToken))
            .OnAny((webhook, cancellationToken) => Task.CompletedTask)      // required: an unknown type is acknowledged, not retried for days
            .UseDatabaseInbox(services => services.GetRequiredService<DbDataSource>());
        var app = builder.Build();
        app.MapWmsWebhookReceiver("/hooks/wms");
        // end

        // snippet: receiver-filter
        app.MapPost("/hooks/own", (HttpContext context) => Results.Ok(context.GetWmsWebhook().Type)).VerifyWmsWebhook();
        // end
    }

    public static async Task MarkAsync(ReceivedWebhook webhook, DbTransaction transaction, CancellationToken cancellationToken)
    {
        // snippet: receiver-transaction
        if (!await DatabaseWebhookInbox.TryMarkHandledAsync(webhook.Id, DateTimeOffset.UtcNow, transaction, cancellationToken: cancellationToken))
        {
            return;     // handled before
        }
        // end
    }

    public static async Task SaveAsync(WmsContext db, Order order)
    {
        // snippet: efcore-save
        order.Status = OrderStatus.Shipped;
        db.PublishWebhook(WmsEvents.OrderShipped, new { orderId = order.Id, carrier = "UPS" }, new WebhookPublishOptions { Subject = order.Number });
        await db.SaveChangesAsync();                                    // both or none; delivery starts at once
        // end
    }

    public static void PostgreSql(IServiceCollection services, string connectionString)
    {
        // snippet: postgresql
        services.AddWmsWebhooks().UsePostgreSql(connectionString, postgres => postgres.Schema = "wms_webhooks");
        // end
    }

    public static void Configure(WebApplicationBuilder builder)
    {
        // snippet: configuration
        builder.Services.AddWmsWebhooks(builder.Configuration.GetSection("WmsWebhooks")).UseSqlite("Data Source=wms.db");
        // end
    }

    public static void Operate(WebApplicationBuilder builder)
    {
        // snippet: health
        builder.Services.AddHealthChecks().AddWmsWebhooks();        // for readiness, never for liveness
        // end
    }

    internal sealed class MailToSupport : IWebhookAlerts
    {
        public Task RaiseAsync(WebhookAlert alert, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    internal enum OrderStatus
    {
        Open,
        Shipped,
    }

    internal sealed class WmsContext(DbContextOptions<WmsContext> options) : DbContext(options);

    internal sealed class Order
    {
        public int Id { get; init; }

        public string Number { get; init; } = "";

        public OrderStatus Status { get; set; }
    }

    internal sealed record Shipment(string Id, string OrderNumber);

    internal sealed record ShippedOrder(string OrderId);

    internal sealed class Orders
    {
        public Task ShipAsync(ShippedOrder order, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
