// A third-party warehouse: the goods of two customers under one roof, and each customer sees and manages their own webhooks only.
//   dotnet run --project samples/MultiTenant [-- --urls http://127.0.0.1:5090 --database "Data Source=multi-tenant.db"]
// Open it and sign in as somebody of acme, of siam, or of the warehouse, who ship for both, see all, and erase a customer who leaves.
using System.Net;
using System.Text.Json;
using MultiTenant;
using SmartWms.Webhooks;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

var builder = WebApplication.CreateSlimBuilder(args);
var address = builder.Configuration["urls"] ?? "http://127.0.0.1:5090";
builder.WebHost.UseUrls(address);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
People.Add(builder.Services);

// What the policy allows it allows to every customer: these two lines are for the ERPs below. Yours have public addresses with TLS, and need neither.
builder.Services.AddWmsWebhooks(options => options.Addresses = new AddressPolicy { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.1/32")] })
    .UseSqlite(builder.Configuration["database"] ?? "Data Source=multi-tenant.db");

var app = builder.Build();
app.MapPeople();
app.MapWmsWebhooks("/api/webhooks", LimitToTenant);
app.MapWmsWebhooksDashboard("/webhooks", LimitToTenant);

// The event belongs to whose goods it is about, whoever ships them: webhooks of no other tenant get it.
app.MapPost("/{customer}/orders/{number}/ship", async (string customer, string number, IWebhookDispatcher dispatcher) =>
    await dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = number, owner = customer }, new WebhookPublishOptions { TenantId = customer, Subject = number }))
    .RequireAuthorization(People.Warehouse);

// A customer leaves, and nothing more is published for them: their webhooks, events, deliveries and log go, everybody else's stay.
app.MapPost("/{customer}/erase", async (string customer, IWebhookTenants tenants) => new { erased = customer, rows = await tenants.EraseAsync(customer) })
    .RequireAuthorization(People.Warehouse);

// The customers' own systems; a real one verifies: samples/Receiver.
app.MapPost("/erp/{customer}", (string customer, JsonElement received) => Console.WriteLine($"ERP of {customer}: {received.GetProperty("type")} {received.GetProperty("data")}"));

await app.StartAsync();
var webhooks = app.Services.GetRequiredService<IWebhookSubscriptions>();
if (await webhooks.ListAsync(new SubscriptionQuery()) is [])
{
    foreach (var customer in People.Customers)
    {
        await webhooks.CreateAsync(new NewWebhookSubscription { TenantId = customer, Name = $"ERP of {customer}", Url = $"{address}/erp/{customer}", EventTypes = ["order.*"] });
    }
}

Console.WriteLine($"Open {address}; Ctrl+C ends.");
await app.WaitForShutdownAsync();
return 0;

static void LimitToTenant(WmsWebhooksAccessOptions options)
{
    (options.ReadPolicy, options.ManagePolicy) = (People.SignedIn, People.SignedIn);
    options.Tenant = context => People.ScopeOf(context.User);       // asked for each request; what lies outside is 404
}
