using System.Diagnostics;
using SmartWms.Webhooks.Benchmarks.StoreCost;
using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Scale;

/// <summary>A store with many rows, filled through the store's own contract: the same for every kind.</summary>
internal sealed class FilledStore(WebhookStores stores, SubscriptionId[] lanes) : IAsyncDisposable
{
    private const int FanOut = 10;
    private const int EventsAtOnce = 500;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    private int _nextLane;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static async Task<FilledStore> OpenAsync(Database database, int lanes)
    {
        var stores = database.Open();
        await (stores.OpenAsync?.Invoke(CancellationToken.None) ?? Task.CompletedTask);
        var ids = new SubscriptionId[lanes];
        for (var lane = 0; lane < lanes; lane++)
        {
            ids[lane] = (await stores.Subscriptions.CreateAsync(StoreWork.Subscription(lane), CancellationToken.None))!.Id;
        }

        return new FilledStore(stores, ids);
    }

    /// <summary>Over the webhooks that are there: the first so many.</summary>
    public static async Task<FilledStore> OverAsync(Database database, int lanes)
    {
        var stores = database.Open();
        await (stores.OpenAsync?.Invoke(CancellationToken.None) ?? Task.CompletedTask);
        var page = await stores.Subscriptions.ListAsync(new SubscriptionQuery { PageSize = lanes }, CancellationToken.None);
        return new FilledStore(stores, [.. page.Select(webhook => webhook.Id)]);
    }

    /// <summary>Adds rows that are due at a time, spread over the lanes.</summary>
    public async Task AddAsync(int rows, DateTimeOffset due, long token = 0)
    {
        for (var added = 0; added < rows; added += EventsAtOnce * FanOut)
        {
            var events = Enumerable.Range(0, Math.Min(EventsAtOnce, (rows - added + FanOut - 1) / FanOut)).Select(_ => StoreWork.Event(NextLanes(FanOut), token)).ToList();
            await stores.Deliveries.AddAsync(events, null, due, Lease, CancellationToken.None);
        }
    }

    /// <summary>Adds one event, in one transaction.</summary>
    public Task AddOneAsync(int fanOut) => stores.Deliveries.AddAsync([StoreWork.Event(NextLanes(fanOut), token: 0)], null, Now, Lease, CancellationToken.None);

    /// <summary>Adds rows and finishes them.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="oneFailureIn">One in so many failed, with an answer of a page's size; 0: none.</param>
    public async Task FinishAsync(int rows, int oneFailureIn = 0)
    {
        var finished = 0;
        for (var done = 0; done < rows; done += EventsAtOnce * FanOut)
        {
            var events = Enumerable.Range(0, EventsAtOnce).Select(_ => StoreWork.Event(NextLanes(FanOut), StoreWork.Token)).ToList();
            var added = await stores.Deliveries.AddAsync(events, null, Now, Lease, CancellationToken.None);
            var records = added.Events.SelectMany((one, index) => one.Deliveries.Select((id, place) => StoreWork.Record(id, events[index].Deliveries[place].Subscription)))
                .Select(record => oneFailureIn > 0 && ++finished % oneFailureIn == 0 ? StoreWork.Fail(record) : record).ToList();
            await stores.Deliveries.RecordAsync(records, Now, CancellationToken.None);
        }
    }

    /// <summary>Adds what a day of steady traffic counts: each webhook, each quarter of an hour, quick and slow and failed.</summary>
    public async Task CountAsync()
    {
        var last = LatencyBands.Begin(Now, LatencyBands.Span);
        foreach (var lane in lanes)
        {
            await stores.Statistics!.AddAsync(
                [
                    .. from back in Enumerable.Range(0, 96)
                       from kind in ((FailureClass Failure, int Band)[])[(FailureClass.None, 1), (FailureClass.None, 4), (FailureClass.ServerError, 3)]
                       select new AttemptCount(lane, last - back * LatencyBands.Span, kind.Failure, kind.Band, 100),
                ],
                CancellationToken.None);
        }
    }

    /// <summary>Makes rows due in as many lanes, finds these lanes and claims one row of each, and finishes them. Only finding and claiming is timed.</summary>
    public async Task<TimeSpan> TakeAsync(int rows)
    {
        var events = Enumerable.Range(0, (rows + FanOut - 1) / FanOut).Select(_ => StoreWork.Event(NextLanes(FanOut), token: 0)).ToList();
        await stores.Deliveries.AddAsync(events, null, Now, Lease, CancellationToken.None);
        var start = Stopwatch.GetTimestamp();
        var due = await stores.Deliveries.FindDueLanesAsync(new DueLaneQuery(default, rows, []), Now, CancellationToken.None);
        var claimed = await stores.Deliveries.ClaimAsync(new Claim([.. due.Lanes.Select(lane => new LaneClaim(lane, 1))], 0, StoreWork.Token, Now, Lease), CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(start);
        if (claimed.Deliveries.Count != rows)
        {
            throw new InvalidOperationException($"{claimed.Deliveries.Count} rows were claimed of {rows} that are due.");
        }

        await stores.Deliveries.RecordAsync([.. claimed.Deliveries.Select(row => StoreWork.Record(row.Id, row.Subscription))], Now, CancellationToken.None);
        return took;
    }

    /// <summary>Closes the store; the database stays.</summary>
    public ValueTask DisposeAsync() => stores.CloseAsync?.Invoke() ?? ValueTask.CompletedTask;

    /// <summary>The next lanes in turn: every lane gets as many rows as any other.</summary>
    private SubscriptionId[] NextLanes(int count)
    {
        var next = new SubscriptionId[count];
        for (var index = 0; index < count; index++)
        {
            next[index] = lanes[_nextLane++ % lanes.Length];
        }

        return next;
    }
}
