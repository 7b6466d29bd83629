// The event exists exactly if the order does: four orders in your own transaction and in SaveChanges, two of them saved and two not.
//   dotnet run --project samples/InYourTransaction
// Orders and webhooks are in one SQLite file, and the ERP is an endpoint of this program. It ends by itself.
using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using InYourTransaction;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SmartWms.Webhooks;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

var folder = Directory.CreateTempSubdirectory("in-your-transaction-");
var database = $"Data Source={Path.Combine(folder.FullName, "wms.db")}";

var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();                       // what happened is printed below, the failing save too
builder.Services.AddWmsWebhooks(options => options.Addresses = new AddressPolicy { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] }).UseSqlite(database);
builder.Services.AddDbContextPool<Shop>((services, options) => options.UseSqlite(database).UseWmsWebhooks(services));     // the same file

var app = builder.Build();
var erp = new ConcurrentBag<string>();
app.MapPost("/erp", (JsonElement received) => erp.Add(received.GetProperty("data").GetProperty("orderId").GetString()!));     // a real one verifies: samples/Receiver
await using (var scope = app.Services.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<Shop>().Database.EnsureCreatedAsync();
}

await app.StartAsync();
var dispatcher = app.Services.GetRequiredService<IWebhookDispatcher>();
var webhooks = app.Services.GetRequiredService<IWebhookSubscriptions>();
await webhooks.CreateAsync(new NewWebhookSubscription { Name = "ERP", Url = $"{app.Urls.First()}/erp", EventTypes = ["order.*"] });

await InOwnTransactionAsync("SO-1", isCommitted: true);
await TellAsync("SO-1", "own transaction, committed");
await InOwnTransactionAsync("SO-2", isCommitted: false);
await TellAsync("SO-2", "own transaction, rolled back");
await BySaveChangesAsync("SO-3");
await TellAsync("SO-3", "SaveChanges, saved");
try
{
    await BySaveChangesAsync("SO-4", "SO-3");           // there is an SO-3: the database refuses the whole save
}
catch (DbUpdateException)
{
    await TellAsync("SO-4", "SaveChanges, refused by the database");
}

Console.WriteLine($"The ERP was told of {string.Join(" and ", erp.Order())}, and of nothing that was not saved.");
await app.StopAsync();
await app.DisposeAsync();
SqliteConnection.ClearAllPools();
folder.Delete(recursive: true);
return erp.Order().SequenceEqual(["SO-1", "SO-3"]) ? 0 : 1;

// Any open transaction on the database that keeps the webhooks.
async Task InOwnTransactionAsync(string number, bool isCommitted)
{
    await using var connection = new SqliteConnection(database);
    await connection.OpenAsync();
    await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync();
    await using var insert = new SqliteCommand("insert into orders (Number, Pieces) values ($number, 4)", connection, transaction);
    insert.Parameters.AddWithValue("$number", number);
    await insert.ExecuteNonQueryAsync();
    await dispatcher.PublishAsync(WmsEvents.OrderShipped, new Shipped(number), new WebhookPublishOptions { Subject = number, Transaction = transaction });
    if (isCommitted)
    {
        await transaction.CommitAsync();
        dispatcher.NotifyCommitted();                   // delivery starts now rather than with the next poll
    }
    else
    {
        await transaction.RollbackAsync();
    }
}

// One save for orders and event; nothing to call afterwards.
async Task BySaveChangesAsync(params string[] numbers)
{
    await using var scope = app.Services.CreateAsyncScope();
    var shop = scope.ServiceProvider.GetRequiredService<Shop>();
    shop.Orders.AddRange(numbers.Select(number => new Order { Number = number, Pieces = 4 }));
    shop.PublishWebhook(WmsEvents.OrderShipped, new Shipped(numbers[0]), new WebhookPublishOptions { Subject = numbers[0] });
    await shop.SaveChangesAsync();
}

// What the table of orders and the delivery log know of it.
async Task TellAsync(string number, string how)
{
    await using var scope = app.Services.CreateAsyncScope();
    var isSaved = await scope.ServiceProvider.GetRequiredService<Shop>().Orders.AnyAsync(order => order.Number == number);
    var log = app.Services.GetRequiredService<IWebhookDeliveries>();
    var delivery = (await log.ListAsync(new DeliveryQuery { Subject = number })).SingleOrDefault();
    while (delivery is { State: DeliveryState.Pending or DeliveryState.Sending })
    {
        await Task.Delay(20);
        delivery = (await log.ListAsync(new DeliveryQuery { Subject = number })).Single();
    }

    Console.WriteLine($"{number}  {how,-37} order: {(isSaved ? "saved " : "none  ")}  event: {(delivery is null ? "none" : $"{delivery.State}, the ERP answered {delivery.StatusCode}")}");
}
