using System.Threading.Channels;
using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.StoreCost;

/// <summary>Asks of a store what the engine asks of it for deliveries that are accepted at once.</summary>
internal sealed class StoreWork(Database database, WebhookStores stores, SubscriptionId[] lanes) : IAsyncDisposable
{
    private const int Callers = 64;
    private const int RowsPerLane = 3;
    private const int RecordBatch = 64;
    private const int AddBatch = 500;
    internal const long Token = 0x1234_5678_9abc_def0;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);
    private static readonly byte[] Page = System.Text.Encoding.UTF8.GetBytes("<!doctype html><title>500</title>" + new string('-', 2_000));

    public static async Task<StoreWork> OpenAsync(StoreKind kind)
    {
        var database = await Database.CreateAsync(kind);
        var stores = database.Open();
        await (stores.OpenAsync?.Invoke(CancellationToken.None) ?? Task.CompletedTask);
        var lanes = new SubscriptionId[Payload.Lanes];
        for (var lane = 0; lane < lanes.Length; lane++)
        {
            lanes[lane] = (await stores.Subscriptions.CreateAsync(Subscription(lane), CancellationToken.None))!.Id;
        }

        return new StoreWork(database, stores, lanes);
    }

    /// <summary>64 callers add one event each, its delivery already leased; results are recorded by 64.</summary>
    public Task<Cost> LiveAsync(int deliveries) => Cost.OfAsync(deliveries, async () =>
    {
        var added = Channel.CreateUnbounded<DeliveryRecord>(new UnboundedChannelOptions { SingleReader = true });
        var recording = RecordAllAsync(added.Reader, deliveries);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => AddOneByOneAsync(caller, deliveries / Callers + (caller < deliveries % Callers ? 1 : 0), added.Writer))));
        await recording;
    });

    /// <summary>A backlog, claimed three rows a lane at once and recorded in one batch each time. Adding it is not measured.</summary>
    public async Task<Cost> DrainAsync(int deliveries)
    {
        for (var first = 0; first < deliveries; first += AddBatch)
        {
            var events = Enumerable.Range(first, Math.Min(AddBatch, deliveries - first)).Select(index => Event([lanes[index % lanes.Length]], token: 0)).ToList();
            await stores.Deliveries.AddAsync(events, null, TimeProvider.System.GetUtcNow(), Lease, CancellationToken.None);
        }

        return await Cost.OfAsync(deliveries, async () =>
        {
            LaneClaim[] claims = [.. lanes.Select(lane => new LaneClaim(lane, RowsPerLane))];
            for (var done = 0; done < deliveries;)
            {
                var claimed = await stores.Deliveries.ClaimAsync(new Claim(claims, 0, Token, TimeProvider.System.GetUtcNow(), Lease), CancellationToken.None);
                await RecordAsync([.. claimed.Deliveries.Select(row => Record(row.Id, row.Subscription))]);
                done += claimed.Deliveries.Count;
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        await (stores.CloseAsync?.Invoke() ?? ValueTask.CompletedTask);
        await database.DisposeAsync();
    }

    private async Task AddOneByOneAsync(int caller, int count, ChannelWriter<DeliveryRecord> added)
    {
        for (var index = 0; index < count; index++)
        {
            var lane = lanes[(caller + index) % lanes.Length];
            var result = await stores.Deliveries.AddAsync([Event([lane], Token)], null, TimeProvider.System.GetUtcNow(), Lease, CancellationToken.None);
            added.TryWrite(Record(result.Events[0].Deliveries[0], lane));
        }
    }

    private async Task RecordAllAsync(ChannelReader<DeliveryRecord> added, int deliveries)
    {
        for (var recorded = 0; recorded < deliveries;)
        {
            var batch = new List<DeliveryRecord>(RecordBatch);
            while (batch.Count < Math.Min(RecordBatch, deliveries - recorded))
            {
                batch.Add(await added.ReadAsync());
            }

            await RecordAsync(batch);
            recorded += batch.Count;
        }
    }

    private async Task RecordAsync(IReadOnlyList<DeliveryRecord> records)
    {
        var results = await stores.Deliveries.RecordAsync(records, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        if (results.Any(result => !result.Accepted))
        {
            throw new InvalidOperationException("A result was not accepted.");
        }
    }

    internal static NewEvent Event(IEnumerable<SubscriptionId> lanes, long token) => new()
    {
        Id = EventIds.New(TimeProvider.System.GetUtcNow()),
        Type = Payload.EventType,
        OccurredAt = TimeProvider.System.GetUtcNow(),
        DataHash = System.Security.Cryptography.SHA256.HashData(Payload.Body),
        Channels = ["lanes"],
        Bodies = [new EventBody("smartwms", Payload.Body)],
        Deliveries = [.. lanes.Select(lane => new NewDelivery(lane, 0, token))],
    };

    internal static DeliveryRecord Record(DeliveryId delivery, SubscriptionId lane) => new()
    {
        Delivery = delivery,
        LeaseToken = Token,
        Subscription = lane,
        Trigger = AttemptTrigger.Scheduled,
        CountsStep = true,
        Next = DeliveryState.Delivered,
        Attempt = new DeliveryAttempt
        {
            Number = 1,
            Trigger = AttemptTrigger.Scheduled,
            StartedAt = TimeProvider.System.GetUtcNow(),
            Latency = TimeSpan.FromTicks(12_345),
            StatusCode = 200,
            Rule = "The receiver accepted it.",
            Node = "wms-app-01",
        },
    };

    /// <summary>The same, but the receiver broke down and said so at length.</summary>
    internal static DeliveryRecord Fail(DeliveryRecord record) => record with
    {
        Next = DeliveryState.Failed,
        Failure = FailureClass.ServerError,
        Attempt = record.Attempt! with { StatusCode = 500, Failure = FailureClass.ServerError, Answer = Page },
    };

    internal static StoredSubscription Subscription(int lane) => new()
    {
        Name = $"lane {lane}",
        Url = $"http://127.0.0.1/{lane}",
        EventTypes = [Payload.EventType],
        Contract = "smartwms",
        Sealed = new byte[64],
        CreatedAt = TimeProvider.System.GetUtcNow(),
        StateChangedAt = TimeProvider.System.GetUtcNow(),
    };
}
