using CustomStore;
using SmartWms.Webhooks;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;

// A host whose webhooks are kept by a store of its own: one file of JSON lines.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddWmsWebhooks().UseStores(_ => JournalStores.Of(builder.Configuration["Journal"] ?? "wms-webhooks.jsonl"));
var app = builder.Build();
app.MapPost("/orders/{id}/ship", (string id, IWebhookDispatcher dispatcher, CancellationToken cancellationToken) =>
    dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = id }, cancellationToken: cancellationToken));
await app.RunAsync();
