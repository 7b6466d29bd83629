// A worker with every package of the sending side: hours of retries on a clock that it moves.
using SmartWms.Webhooks;
using SmartWms.Webhooks.Conformance;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testing;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Retries>();
builder.Build().Run();

internal sealed class Retries(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var wms = await WebhookTestHost.StartAsync(build: webhooks => webhooks.UseSqlite("Data Source=worker.db"), cancellationToken: stoppingToken);
        var erp = await wms.StartReceiverAsync();
        var webhook = await wms.SubscribeAsync(erp, cancellationToken: stoppingToken);
        erp.Always(ReceiverAnswer.Status(500));
        await wms.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_789" }, cancellationToken: stoppingToken);
        await wms.RunToEndAsync(cancellationToken: stoppingToken);
        Console.WriteLine($"{(await wms.Webhooks.FindAsync(webhook, cancellationToken: stoppingToken))!.State} after {erp.Requests.Count} requests; {typeof(StoreConformance).Assembly.GetName().Name}, {typeof(WmsWebhooksBuilderPostgreSqlExtensions).Assembly.GetName().Name}");
        lifetime.StopApplication();
    }
}
