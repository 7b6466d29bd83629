using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartWms.Webhooks;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Hosting;
using Warehouse.Orders;
using Warehouse.Stock;

namespace Warehouse;

/// <summary>One node of the WMS: people's requests, the engine, and a context that publishes in the transaction that saves.</summary>
internal static class Node
{
    public static WebApplication Build(string name, int port, Database database, Erp erp)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var webhooks = builder.Services.AddWmsWebhooks(options =>
        {
            options.Pump.NodeName = name;
            options.Addresses = new AddressPolicy { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] };      // the sample's ERP; yours has TLS
            options.Webhooks["erp"] = new DeclaredWebhook { Name = "ERP", Url = erp.Url, Secret = erp.Secret, EventTypes = ["order.*", "inventory.*"] };
        });
        database.Keep(webhooks);
        builder.Services.AddDbContextPool<WarehouseContext>((services, options) => database.Use(options).UseWmsWebhooks(services));

        var app = builder.Build();
        app.MapOrders();
        app.MapStock();
        erp.Map(app, name);
        return app;
    }
}
