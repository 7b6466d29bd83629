using System.Diagnostics;
using SmartWms.Webhooks.Benchmarks.Receiving;
using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>Drains the backlog of 64 healthy endpoints beside some that are sick.</summary>
internal sealed class NeighboursRun(StoreKind kind, int sick, string path, int sickBacklog)
{
    private const int PublishAtOnce = 1000;

    private static readonly byte[] Data = """{"sku":"SKU-1"}"""u8.ToArray();

    /// <returns>Healthy deliveries per second.</returns>
    public async Task<double> RateAsync(ReceiverProcess receiver, RunSize size)
    {
        await using var database = await Database.CreateAsync(kind);
        await PublishAsync(database, receiver, size);
        await using var host = new EngineHost(database, delivers: true, inFlight: 512, grace: TimeSpan.Zero);
        var progress = new Progress(int.MaxValue);
        var start = Stopwatch.GetTimestamp();
        await host.StartAsync();
        host.Deliveries.Counts = record => record.Subscription.Value <= Payload.Lanes;
        host.Deliveries.Delivered = progress.Delivered;
        await progress.WaitForAsync(size.Events * size.FanOut);
        return size.Events * size.FanOut / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private async Task PublishAsync(Database database, ReceiverProcess receiver, RunSize size)
    {
        await using var host = new EngineHost(database, delivers: false, inFlight: 512);
        await host.StartAsync();
        await host.SubscribeAsync(receiver.Url);
        for (var number = 0; number < sick; number++)
        {
            await host.Webhooks.CreateAsync(new NewWebhookSubscription
            {
                Name = $"sick {number}",
                Url = $"{receiver.Url}{path}/{number}",
                EventTypes = [WmsEvents.InventoryLowStock],
                Secret = Payload.Secret,
            });
        }

        // The sick ones' backlog is the older: a single queue would meet it first.
        for (var published = 0; sick > 0 && published < sickBacklog / sick; published += PublishAtOnce)
        {
            var count = Math.Min(PublishAtOnce, sickBacklog / sick - published);
            await host.Dispatcher.PublishAsync([.. Enumerable.Range(0, count).Select(_ => NewWebhookEvent.FromJson(WmsEvents.InventoryLowStock, Data))]);
        }

        for (var published = 0; published < size.Events; published += PublishAtOnce)
        {
            await host.Dispatcher.PublishAsync(
                [.. Enumerable.Range(published, Math.Min(PublishAtOnce, size.Events - published)).Select(number => Payload.EventFor(number % Payload.Lanes, size.FanOut))]);
        }
    }
}
