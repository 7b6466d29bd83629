using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;

namespace WorkerNode;

/// <summary>Ships orders and tells which node delivered what: every node reads the same log.</summary>
internal sealed class OrderDesk(int orders, IWebhookDispatcher dispatcher, IWebhookDeliveries deliveries, IWebhookNodes nodes, IHostApplicationLifetime host) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var node in await nodes.ListAsync(stoppingToken))
        {
            Console.WriteLine($"node {node.Name}: {node.Role}{(node.IsThisNode ? ", this one" : "")}{(node.IsLive ? "" : ", gone")}");
        }

        var shipped = new List<(string Order, string EventId)>();
        for (var number = 1; number <= orders; number++)
        {
            var order = $"SO-{number:0000}";
            var published = await dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = order, carrier = "UPS" }, new WebhookPublishOptions { Subject = order }, stoppingToken);
            Console.WriteLine($"{order} published as {published.EventId}");
            shipped.Add((order, published.EventId));
        }

        foreach (var (order, eventId) in shipped)
        {
            if (await EndOfAsync(order, eventId, stoppingToken) != DeliveryState.Delivered)
            {
                Console.Error.WriteLine($"{order} did not reach the ERP. Is samples/Receiver running?");
                Environment.ExitCode = 1;
            }
        }

        host.StopApplication();
    }

    private async Task<DeliveryState> EndOfAsync(string order, string eventId, CancellationToken stoppingToken)
    {
        var attemptsTold = 0;
        while (true)
        {
            var delivery = (await deliveries.ListAsync(new DeliveryQuery { EventIdPrefix = eventId, PageSize = 1 }, stoppingToken))[0];
            var attempts = (await deliveries.FindAsync(delivery.Id, cancellationToken: stoppingToken))!.Attempts;
            foreach (var attempt in attempts.Skip(attemptsTold))
            {
                var answer = attempt.StatusCode is { } status ? $"{status}" : $"{attempt.Failure}";
                Console.WriteLine($"{order} sent by {attempt.Node}, attempt {attempt.Number}: {answer}");
            }

            attemptsTold = attempts.Count;
            if (delivery.State is DeliveryState.Delivered or DeliveryState.Failed or DeliveryState.Cancelled)
            {
                return delivery.State;
            }

            await Task.Delay(200, stoppingToken);
        }
    }
}
