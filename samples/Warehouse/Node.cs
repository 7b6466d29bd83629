using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Hosting;
using Warehouse.Demo;
using Warehouse.Orders;
using Warehouse.People;
using Warehouse.Stock;

namespace Warehouse;

/// <summary>One node of the WMS: people's requests, the engine, and a context that publishes in the transaction that saves.</summary>
internal static class Node
{
    public static WebApplication Build(string name, Uri address, Database database, Erp erp)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address.ToString());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var webhooks = builder.Services.AddWmsWebhooks(options =>
        {
            options.Pump.NodeName = name;
            options.Addresses = new AddressPolicy { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] };      // the sample's ERP; yours has TLS
            options.Webhooks["erp"] = new DeclaredWebhook { Name = "ERP", Url = erp.Url, Secret = erp.Secret, EventTypes = ["order.*", "inventory.*"], Schedule = erp.Schedule };
        });
        database.Keep(webhooks);
        builder.Services.AddDbContextPool<WarehouseContext>((services, options) => database.Use(options).UseWmsWebhooks(services));

        SignIn.Add(builder.Services);

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapWmsWebhooks("/api/webhooks", options => (options.ReadPolicy, options.ManagePolicy) = (SignIn.ReadPolicy, SignIn.ManagePolicy));
        app.MapWmsWebhooksDashboard(DemoEndpoints.Dashboard, options =>
        {
            (options.ReadPolicy, options.ManagePolicy) = (SignIn.ReadPolicy, SignIn.ManagePolicy);
            options.HomeUrl = "/";
            options.TimeZone = TimeZoneInfo.Local;      // the warehouse's
        });
        app.MapSignIn();
        app.MapDemo(erp);
        app.MapOrders();
        app.MapStock();
        erp.Map(app, name);
        return app;
    }
}
