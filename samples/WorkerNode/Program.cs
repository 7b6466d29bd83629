// Worker services that share one PostgreSQL database: those that take orders publish, others deliver, and a node more is a process more.
//   dotnet run --project samples/Receiver -- --secret a-secret-of-the-erp          who is told; in a terminal of its own
//   dotnet run --project samples/WorkerNode                                        no database server: one node does both, on a SQLite file
//   dotnet run --project samples/WorkerNode -- --role deliver --node worker-1 --database "Host=localhost;Database=wms;Username=wms;Password=..."
//   dotnet run --project samples/WorkerNode -- --role publish --node desk-1 --database "Host=..." [--orders 5]
// A node that publishes ends when its orders have reached the ERP. One that delivers goes on until Ctrl+C or SIGTERM, and then finishes what is in flight.
using System.Net;
using SmartWms.Webhooks;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Hosting;
using SmartWms.Webhooks.Subscriptions;
using WorkerNode;

var builder = Host.CreateApplicationBuilder(args);
var (role, database) = (builder.Configuration["role"] ?? "both", builder.Configuration["database"] ?? "Data Source=worker-node.db");
var isPostgreSql = database.Contains("Host=", StringComparison.OrdinalIgnoreCase);
if (role is not ("publish" or "deliver" or "both") || (role != "both" && !isPostgreSql)
    || !int.TryParse(builder.Configuration["orders"] ?? "5", out var orders) || orders is < 1 or > 1000)
{
    Console.Error.WriteLine(
        """WorkerNode: give --role publish|deliver|both, and for publish and deliver --database "Host=...;Database=..." of a PostgreSQL that they share; --orders is 1 to 1000.""");
    return 2;
}

builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
var webhooks = builder.Services.AddWmsWebhooks(options =>
{
    options.Pump.Enabled = role != "publish";                                           // without the pump a node only publishes
    options.Pump.NodeName = builder.Configuration["node"] ?? Environment.MachineName;   // a name for each; in Kubernetes the pod's
    options.Pump.ShutdownGrace = TimeSpan.FromSeconds(10);                              // what is in flight at SIGTERM has this long to end; the host's own limit is 30 s
    options.Addresses = new AddressPolicy { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] };     // the sample's ERP; yours has TLS
    options.Webhooks["erp"] = new DeclaredWebhook                                       // the same on all nodes
    {
        Url = builder.Configuration["erp"] ?? "http://127.0.0.1:5005/hooks/wms",
        Secret = builder.Configuration["secret"] ?? "a-secret-of-the-erp",
        EventTypes = ["order.*"],
    };
    options.Contract = WebhookContract.SmartWms with                                    // for trying out: two quick retries, and never disabled; leave it out
    {
        Name = "impatient",
        Delays = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)],
        AfterLastAttempt = AfterLastAttempt.KeepActive,
    };
});
_ = isPostgreSql ? webhooks.UsePostgreSql(database) : webhooks.UseSqlite(database);
if (role != "deliver")
{
    builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<OrderDesk>(services, orders));      // after the engine, so that it stops before it
}

await builder.Build().RunAsync();
return Environment.ExitCode;
