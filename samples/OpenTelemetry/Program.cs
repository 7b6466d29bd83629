// What the engine tells OpenTelemetry: a span for each publish and each attempt, linked across traces, and metrics. It ends by itself.
//   dotnet run --project samples/OpenTelemetry                                      printed here
//   dotnet run --project samples/OpenTelemetry -- --otlp http://localhost:4318      and sent to a collector: OTLP over HTTP, on port 4317 gRPC
// With OpenTelemetry.Extensions.Hosting the same two names go into AddOpenTelemetry().WithTracing(...).WithMetrics(...).
using System.Diagnostics;
using System.Net;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OpenTelemetrySample;
using SmartWms.Webhooks;
using SmartWms.Webhooks.Addresses;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

var builder = WebApplication.CreateSlimBuilder(args);
Uri? collector = null;
if (builder.Configuration["otlp"] is { } given && !(Uri.TryCreate(given, UriKind.Absolute, out collector) && collector.Scheme is "http" or "https"))
{
    Console.Error.WriteLine("OpenTelemetry: give --otlp the address of a collector, such as http://localhost:4318.");
    return 2;
}

using var orders = new ActivitySource("Orders");                                        // the host's own spans; ASP.NET Core's would be another source
var tracing = Sdk.CreateTracerProviderBuilder().ConfigureResource(resource => resource.AddService("wms"))
    .AddSource("Orders", WmsWebhooksDiagnostics.ActivitySourceName)
    .AddProcessor(new SimpleActivityExportProcessor(new SpanLines()));
var measuring = Sdk.CreateMeterProviderBuilder().ConfigureResource(resource => resource.AddService("wms"))
    .AddMeter(WmsWebhooksDiagnostics.MeterName)
    .AddView("wms.webhooks.attempt.duration", new ExplicitBucketHistogramConfiguration { Boundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] })      // seconds
    .AddView("wms.webhooks.delivery.lag", new ExplicitBucketHistogramConfiguration { Boundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] })
    .AddReader(new BaseExportingMetricReader(new MetricLines()) { TemporalityPreference = MetricReaderTemporalityPreference.Delta });    // nothing is printed twice
if (collector is not null)
{
    tracing.AddOtlpExporter(to => Send(to, "v1/traces"));
    measuring.AddOtlpExporter(to => Send(to, "v1/metrics"));
}

using var traces = tracing.Build();
using var metrics = measuring.Build();

builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services
    .AddWmsWebhooks(options => options.Addresses = new AddressPolicy { AllowHttp = true, AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")] })      // the ERP below
    .UseInMemory();
await using var app = builder.Build();
var requests = 0;
app.MapPost("/erp", (HttpRequest request) =>
{
    var status = Interlocked.Increment(ref requests) == 1 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;      // partners do have bad moments
    Console.WriteLine($"ERP answers {status}, it was given {(request.Headers.TraceParent.Count == 0 ? "no traceparent" : $"traceparent {request.Headers.TraceParent}")}");
    return Results.StatusCode(status);
});
await app.StartAsync();
await app.Services.GetRequiredService<IWebhookSubscriptions>().CreateAsync(
    new NewWebhookSubscription { Name = "ERP", Url = $"{app.Urls.First()}/erp", EventTypes = ["order.*"], Schedule = [TimeSpan.FromSeconds(1)] });

using (orders.StartActivity("ship SO-0001"))
{
    await app.Services.GetRequiredService<IWebhookDispatcher>().PublishAsync(WmsEvents.OrderShipped, new { orderId = "SO-0001", carrier = "UPS" });
}

var log = app.Services.GetRequiredService<IWebhookDeliveries>();
while (await log.ListAsync(new DeliveryQuery()) is not [{ State: DeliveryState.Delivered or DeliveryState.Failed }])
{
    await Task.Delay(50);
}

await app.StopAsync();
traces.ForceFlush();
if (!metrics.ForceFlush())
{
    Console.Error.WriteLine($"OpenTelemetry: nothing took OTLP at {collector}.");
    return 1;
}

return 0;

void Send(OtlpExporterOptions to, string path) => (to.Protocol, to.Endpoint) = collector.Port == 4317
    ? (OtlpExportProtocol.Grpc, collector)
    : (OtlpExportProtocol.HttpProtobuf, new Uri($"{collector.AbsoluteUri.TrimEnd('/')}/{path}"));
