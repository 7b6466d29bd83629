using BenchmarkDotNet.Attributes;
using SmartWms.Webhooks.Benchmarks.StoreCost;
using SmartWms.Webhooks.Benchmarks.Throughput;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Micro;

/// <summary>One durable transaction of each kind on a store that holds 20,000 rows that are not due: 64 lanes, as many rows as lanes or eight times as many.</summary>
public class StatementBenchmarks
{
    private const int NotDue = 20_000;
    private const int EventsAtOnce = 500;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    private Database _database = null!;
    private WebhookStores _stores = null!;
    private SubscriptionId[] _lanes = [];
    private IReadOnlyList<ClaimedDelivery> _claimed = [];

    [Params("SqliteFull", "SqliteNormal", "PostgreSql")]
    public string Store { get; set; } = "";

    [Params(1, 64, 512)]
    public int Rows { get; set; }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _database = await Database.CreateAsync(Enum.Parse<StoreKind>(Store));
        _stores = _database.Open();
        await _stores.OpenAsync!(CancellationToken.None);
        _lanes = new SubscriptionId[Payload.Lanes];
        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            _lanes[lane] = (await _stores.Subscriptions.CreateAsync(StoreWork.Subscription(lane), CancellationToken.None))!.Id;
        }

        for (var added = 0; added < NotDue; added += EventsAtOnce)
        {
            await AddAsync(EventsAtOnce, Now.AddDays(1));
        }
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _stores.CloseAsync!();
        await _database.DisposeAsync();
    }

    [IterationSetup(Target = nameof(ClaimAsync))]
    public void Due() => AddAsync(Rows, Now.AddSeconds(-1)).GetAwaiter().GetResult();

    [IterationSetup(Target = nameof(RecordAsync))]
    public void Leased()
    {
        Due();
        ClaimAsync().GetAwaiter().GetResult();
    }

    /// <summary>Each an event of its own.</summary>
    [Benchmark(Description = "add")]
    public Task AddAsync() => AddAsync(Rows, Now.AddDays(1));

    [Benchmark(Description = "claim")]
    public async Task ClaimAsync()
    {
        var perLane = Math.Max(1, Rows / _lanes.Length);
        var claim = new Claim([.. _lanes.Take(Rows).Select(lane => new LaneClaim(lane, perLane))], 0, StoreWork.Token, Now, Lease);
        _claimed = (await _stores.Deliveries.ClaimAsync(claim, CancellationToken.None)).Deliveries;
        if (_claimed.Count != Rows)
        {
            throw new InvalidOperationException($"{_claimed.Count} rows were claimed of {Rows}.");
        }
    }

    [Benchmark(Description = "record")]
    public Task RecordAsync() => _stores.Deliveries.RecordAsync([.. _claimed.Select(row => StoreWork.Record(row.Id, row.Subscription))], Now, CancellationToken.None);

    /// <summary>So many deliveries in one transaction, the lanes in turn.</summary>
    private Task<AddResult> AddAsync(int rows, DateTimeOffset due) =>
        _stores.Deliveries.AddAsync([.. Enumerable.Range(0, rows).Select(row => StoreWork.Event([_lanes[row % _lanes.Length]], token: 0))], null, due, Lease, CancellationToken.None);
}
