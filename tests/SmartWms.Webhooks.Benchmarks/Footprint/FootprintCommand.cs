using System.Globalization;
using SmartWms.Webhooks.Benchmarks.StoreCost;
using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Footprint;

/// <summary>What a million deliveries leave behind and write on the way: 300 bytes of body, three deliveries an event, each accepted at once, claimed and recorded by about 200. Holds nothing against a floor.</summary>
internal static class FootprintCommand
{
    public const string Usage = "[--deliveries N=200000]";

    private const int FanOut = 3;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    public static async Task<int> RunAsync(string[] words)
    {
        var deliveries = 200_000;
        if (words is not [] && !(words is ["--deliveries", var text] && int.TryParse(text, CultureInfo.InvariantCulture, out deliveries) && deliveries >= 1_000))
        {
            Console.Error.WriteLine($"usage: footprint {Usage}");
            return 2;
        }

        Console.WriteLine("| | bytes a delivery, or rows and transactions for a million |");
        Console.WriteLine("|---|---|");
        await using (var sqlite = new SqliteFootprint())
        {
            await MeasureAsync(sqlite, deliveries);
        }

        await using var postgres = await PostgreSqlFootprint.CreateAsync();
        await MeasureAsync(postgres, deliveries);
        return 0;
    }

    private static async Task MeasureAsync(IFootprint database, int deliveries)
    {
        await WorkAsync(database, deliveries / 10);
        await database.BeginAsync();
        var done = await WorkAsync(database, deliveries);
        foreach (var (what, amount, isBytes) in await database.EndAsync())
        {
            var each = amount / done;
            Console.WriteLine(isBytes
                ? string.Create(CultureInfo.InvariantCulture, $"| {database.Name}, {what} | {each:N0} B |")
                : string.Create(CultureInfo.InvariantCulture, $"| {database.Name}, {what} | {each * 1_000_000:N0} |"));
        }
    }

    /// <returns>Deliveries added, claimed and recorded.</returns>
    private static async Task<double> WorkAsync(IFootprint database, int deliveries)
    {
        var stores = await database.OpenAsync();
        try
        {
            var lanes = await LanesAsync(stores);
            LaneClaim[] claims = [.. lanes.Select(lane => new LaneClaim(lane, FanOut))];
            var done = 0;
            while (done < deliveries)
            {
                var now = TimeProvider.System.GetUtcNow();
                NewEvent[] events = [.. Enumerable.Range(0, lanes.Length).Select(first => StoreWork.Event(Enumerable.Range(first, FanOut).Select(lane => lanes[lane % lanes.Length]), token: 0))];
                await stores.Deliveries.AddAsync(events, null, now, Lease, CancellationToken.None);
                var claimed = await stores.Deliveries.ClaimAsync(new Claim(claims, 0, StoreWork.Token, now, Lease), CancellationToken.None);
                await stores.Deliveries.RecordAsync([.. claimed.Deliveries.Select(row => StoreWork.Record(row.Id, row.Subscription))], now, CancellationToken.None);
                done += claimed.Deliveries.Count;
            }

            return done;
        }
        finally
        {
            await stores.CloseAsync!();
        }
    }

    private static async Task<SubscriptionId[]> LanesAsync(WebhookStores stores)
    {
        var known = await stores.Subscriptions.ListAsync(new SubscriptionQuery { PageSize = Payload.Lanes }, CancellationToken.None);
        var lanes = known.Select(webhook => webhook.Id).ToList();
        while (lanes.Count < Payload.Lanes)
        {
            lanes.Add((await stores.Subscriptions.CreateAsync(StoreWork.Subscription(lanes.Count), CancellationToken.None))!.Id);
        }

        return [.. lanes];
    }
}
