using System.Diagnostics;
using System.Globalization;
using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G10: how long publishing takes when a thousand webhooks want the event, over when one does.</summary>
internal static class FanOutGoal
{
    private const int Webhooks = 1_000;
    private const int PublishesInARound = 30;

    private static readonly byte[] Data = """{"sku":"SKU-1","quantity":3}"""u8.ToArray();

    public static async Task<Figure> MeasureAsync(StoreKind kind, ScaleSize size)
    {
        await using var database = await Database.CreateAsync(kind);
        await using var host = new EngineHost(database, delivers: false, inFlight: 512);
        await host.StartAsync();
        for (var index = 0; index < Webhooks; index++)
        {
            await host.Webhooks.CreateAsync(Webhook(index, WmsEvents.InventoryLowStock));
        }

        await host.Webhooks.CreateAsync(Webhook(Webhooks, WmsEvents.OrderShipped));
        await RoundAsync(host, WmsEvents.OrderShipped);
        await RoundAsync(host, WmsEvents.InventoryLowStock);
        var (ratios, ones, manies) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < size.Rounds; round++)
        {
            ones.Add(await RoundAsync(host, WmsEvents.OrderShipped));
            manies.Add(await RoundAsync(host, WmsEvents.InventoryLowStock));
            ratios.Add(manies[^1] / ones[^1]);
        }

        var detail = string.Create(CultureInfo.InvariantCulture, $"{Figure.Of(manies, 0.5):0.00} ms to {Webhooks:N0}, {Figure.Of(ones, 0.5):0.00} ms to one");
        return new Figure("G10", $"{kind}: publish to {Webhooks:N0} webhooks over publish to one", 12, 5, false, ratios, detail);
    }

    private static NewWebhookSubscription Webhook(int number, string eventType) =>
        new() { Name = $"webhook {number}", Url = $"http://127.0.0.1:65000/{number}", EventTypes = [eventType], Secret = Payload.Secret };

    /// <returns>Milliseconds of the median publish.</returns>
    private static async Task<double> RoundAsync(EngineHost host, string eventType)
    {
        var times = new double[PublishesInARound];
        for (var index = 0; index < times.Length; index++)
        {
            var start = Stopwatch.GetTimestamp();
            await host.Dispatcher.PublishAsync([NewWebhookEvent.FromJson(eventType, Data)]);
            times[index] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Figure.Of(times, 0.5);
    }
}
