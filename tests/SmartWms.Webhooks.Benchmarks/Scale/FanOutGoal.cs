using System.Diagnostics;
using System.Globalization;
using SmartWms.Webhooks.Benchmarks.StoreCost;
using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>G10: how long publishing takes when a thousand webhooks want the event, over when one does, where what was published is delivered; and what it takes behind a backlog.</summary>
internal sealed class FanOutGoal(StoreKind kind) : IScaleGoal
{
    private const int Webhooks = 1_000;
    private const int PublishesInATurn = 30;
    private const int Turns = 3;
    private const int RoundsOfABacklog = 6;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    private static readonly byte[] Data = """{"sku":"SKU-1","quantity":3}"""u8.ToArray();

    private readonly List<(double One, double Many, double Behind)> _rounds = [];

    public IReadOnlyList<Figure> Figures
    {
        get
        {
            double Median(Func<(double One, double Many, double Behind), double> one) => Figure.Of(_rounds.Select(one), 0.5);
            var detail = string.Create(
                CultureInfo.InvariantCulture,
                $"{Median(each => each.Many):0.00} ms to {Webhooks:N0}, {Median(each => each.One):0.00} ms to one; {Median(each => each.Behind):0.00} ms where each has {(RoundsOfABacklog - 1) * PublishesInATurn} waiting");
            return [new Figure("G10", $"{kind}: publish to {Webhooks:N0} webhooks over publish to one", 12, 5, false, [.. _rounds.Select(each => each.Many / each.One)], detail)];
        }
    }

    public async Task RoundAsync()
    {
        await using var database = await Database.CreateAsync(kind);
        await using var host = new EngineHost(database, delivers: false, inFlight: 512);
        await host.StartAsync();
        var lanes = new List<SubscriptionId>();
        for (var index = 0; index <= Webhooks; index++)
        {
            lanes.Add((await host.Webhooks.CreateAsync(Webhook(index, index < Webhooks ? WmsEvents.InventoryLowStock : WmsEvents.OrderShipped))).Id);
        }

        await PublishAsync(host, WmsEvents.OrderShipped);
        await PublishAsync(host, WmsEvents.InventoryLowStock);
        await DeliverAsync(host, lanes);
        var (ones, manies) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < Turns; turn++)
        {
            ones.Add(await PublishAsync(host, WmsEvents.OrderShipped));
            manies.Add(await PublishAsync(host, WmsEvents.InventoryLowStock));
            await DeliverAsync(host, lanes);
        }

        var behind = 0.0;
        for (var round = 0; round < RoundsOfABacklog; round++)
        {
            behind = await PublishAsync(host, WmsEvents.InventoryLowStock);
        }

        _rounds.Add((Figure.Of(ones, 0.5), Figure.Of(manies, 0.5), behind));
    }

    private static NewWebhookSubscription Webhook(int number, string eventType) =>
        new() { Name = $"webhook {number}", Url = $"http://127.0.0.1:65000/{number}", EventTypes = [eventType], Secret = Payload.Secret };

    private static async Task DeliverAsync(EngineHost host, List<SubscriptionId> lanes)
    {
        while (true)
        {
            var now = TimeProvider.System.GetUtcNow();
            var claim = new Claim([.. lanes.Select(lane => new LaneClaim(lane, PublishesInATurn))], 0, StoreWork.Token, now, Lease);
            var claimed = (await host.Deliveries.ClaimAsync(claim, CancellationToken.None)).Deliveries;
            if (claimed.Count == 0)
            {
                return;
            }

            await host.Deliveries.RecordAsync([.. claimed.Select(row => StoreWork.Record(row.Id, row.Subscription))], now, CancellationToken.None);
        }
    }

    /// <returns>Milliseconds of the median publish.</returns>
    private static async Task<double> PublishAsync(EngineHost host, string eventType)
    {
        var times = new double[PublishesInATurn];
        for (var index = 0; index < times.Length; index++)
        {
            var start = Stopwatch.GetTimestamp();
            await host.Dispatcher.PublishAsync([NewWebhookEvent.FromJson(eventType, Data)]);
            times[index] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Figure.Of(times, 0.5);
    }
}
