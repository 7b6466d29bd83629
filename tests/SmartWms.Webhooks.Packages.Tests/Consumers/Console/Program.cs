// A trimmed console app: publishes, sends, and verifies what it was sent.
using System.Net;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartWms.Webhooks;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

const string Secret = "a-secret-of-the-erp";
using var erp = new HttpListener();
var url = $"http://127.0.0.1:{args[0]}/hooks/";
erp.Prefixes.Add(url);
erp.Start();

var builder = Host.CreateApplicationBuilder();
builder.Services.AddWmsWebhooks(options => options.Addresses = new AddressPolicy { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] })
    .UseSqlite("Data Source=wms.db");
using var host = builder.Build();
await host.StartAsync();
await host.Services.GetRequiredService<IWebhookSubscriptions>().CreateAsync(new() { Name = "ERP", Url = url, EventTypes = ["order.*"], Secret = Secret });
await host.Services.GetRequiredService<IWebhookDispatcher>().PublishAsync(WmsEvents.OrderShipped, new Shipped("ord_789", "ไปรษณีย์ไทย"), AppJson.Default.Shipped);

var request = await erp.GetContextAsync();
using var body = new MemoryStream();
await request.Request.InputStream.CopyToAsync(body);
var result = WebhookVerifier.For(SignatureScheme.SmartWms, Secret).Verify(body.ToArray(), name => request.Request.Headers.GetValues(name), DateTimeOffset.UtcNow);
request.Response.StatusCode = 200;
request.Response.Close();
await host.StopAsync();
Console.WriteLine($"{result}: {System.Text.Encoding.UTF8.GetString(body.ToArray())}");

internal sealed record Shipped(string OrderId, string Carrier);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Shipped))]
internal sealed partial class AppJson : JsonSerializerContext;
