using System.Globalization;
using SmartWms.Webhooks.Benchmarks.StoreCost;
using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Footprint;

/// <summary>What a million deliveries leave behind and write on the way: 300 bytes of body, each accepted at once; 64 events are added, claimed and recorded at a time. Holds nothing against a floor.</summary>
internal static class FootprintCommand
{
    public const string Usage = "[--deliveries N=200000] [--fan-out N=3]";

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    public static async Task<int> RunAsync(string[] words)
    {
        var (deliveries, fanOut) = (200_000, 3);
        for (var index = 0; index < words.Length; index += 2)
        {
            switch (words[index..])
            {
                case ["--deliveries", var text, ..] when int.TryParse(text, CultureInfo.InvariantCulture, out deliveries) && deliveries >= 1_000:
                case ["--fan-out", var count, ..] when int.TryParse(count, CultureInfo.InvariantCulture, out fanOut) && fanOut is >= 1 and <= Payload.Lanes:
                    break;
                default:
                    Console.Error.WriteLine($"'{string.Join(' ', words[index..])}' is not understood. usage: footprint {Usage}");
                    return 2;
            }
        }

        Console.WriteLine("| | bytes a delivery, or rows and transactions for a million |");
        Console.WriteLine("|---|---|");
        await using (var sqlite = new SqliteFootprint())
        {
            await MeasureAsync(sqlite, deliveries, fanOut);
        }

        await using var postgres = await PostgreSqlFootprint.CreateAsync();
        await MeasureAsync(postgres, deliveries, fanOut);
        return 0;
    }

    private static async Task MeasureAsync(IFootprint database, int deliveries, int fanOut)
    {
        await WorkAsync(database, deliveries / 10, fanOut);
        await database.BeginAsync();
        var done = await WorkAsync(database, deliveries, fanOut);
        foreach (var (what, amount, isBytes) in await database.EndAsync())
        {
            var each = amount / done;
            Console.WriteLine(isBytes
                ? string.Create(CultureInfo.InvariantCulture, $"| {database.Name}, {what} | {each:N0} B |")
                : string.Create(CultureInfo.InvariantCulture, $"| {database.Name}, {what} | {each * 1_000_000:N0} |"));
        }
    }

    /// <returns>Deliveries added, claimed and recorded.</returns>
    private static async Task<double> WorkAsync(IFootprint database, int deliveries, int fanOut)
    {
        var stores = await database.OpenAsync();
        try
        {
            var lanes = await LanesAsync(stores);
            LaneClaim[] claims = [.. lanes.Select(lane => new LaneClaim(lane, fanOut))];
            var done = 0;
            while (done < deliveries)
            {
                var now = TimeProvider.System.GetUtcNow();
                NewEvent[] events = [.. Enumerable.Range(0, lanes.Length).Select(first => StoreWork.Event(Enumerable.Range(first, fanOut).Select(lane => lanes[lane % lanes.Length]), token: 0))];
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
