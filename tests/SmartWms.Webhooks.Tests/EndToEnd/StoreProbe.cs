using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.InMemory;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.EndToEnd;

/// <summary>The in-memory store with a window: a test sees the engine's looks and can make calls fail or wait.</summary>
internal sealed class StoreProbe : IDeliveryStore
{
    private readonly IDeliveryStore _inner;
    private int _finds;
    private int _claims;

    public StoreProbe(InMemoryDatabase? database = null)
    {
        Database = database ?? new InMemoryDatabase();
        _inner = new InMemoryDeliveryStore(Database);
        Stores = new WebhookStores(new InMemorySubscriptionStore(Database), this, new InMemoryDeliveryLog(Database)) { Statistics = new InMemoryStatisticsStore(Database) };
    }

    public InMemoryDatabase Database { get; }

    public WebhookStores Stores { get; }

    /// <summary>While set, every call of the engine ends with it.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Runs before a look for lanes.</summary>
    public Action? BeforeFind { get; set; }

    /// <summary>While set, a look for lanes waits for it, whatever its token says.</summary>
    public Task? Looking { get; set; }

    /// <summary>Runs before an add: may change the subscriptions, or throw.</summary>
    public Func<Task>? BeforeAdd { get; set; }

    public Action? BeforeClaim { get; set; }

    /// <summary>Runs before results are stored: may wait, or throw.</summary>
    public Func<Task>? BeforeRecord { get; set; }

    /// <summary>Times at which a look found nothing to do.</summary>
    public Arrivals<DateTimeOffset> EmptyLooks { get; } = new("empty looks", static at => at.ToString("O"));

    public int Finds => Volatile.Read(ref _finds);

    public int Claims => Volatile.Read(ref _claims);

    public async Task<AddResult> AddAsync(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken)
    {
        await (BeforeAdd?.Invoke() ?? Task.CompletedTask);
        return await Inner().AddAsync(events, matchedVersion, now, leaseFor, cancellationToken);
    }

    public async Task<DueLanes> FindDueLanesAsync(DueLaneQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _finds);
        BeforeFind?.Invoke();
        await (Looking ?? Task.CompletedTask);
        var due = await Inner().FindDueLanesAsync(query, now, cancellationToken);
        if (due.Lanes.Count == 0 && !due.HasResends)
        {
            EmptyLooks.Add(now);
        }

        return due;
    }

    public Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _claims);
        BeforeClaim?.Invoke();
        return Inner().ClaimAsync(claim, cancellationToken);
    }

    public async Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await (BeforeRecord?.Invoke() ?? Task.CompletedTask);
        return await Inner().RecordAsync(records, now, cancellationToken);
    }

    public Task ReleaseAsync(IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken) => Inner().ReleaseAsync(releases, cancellationToken);

    public Task<ResendOutcome> ResendAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        Inner().ResendAsync(delivery, tenant, now, cancellationToken);

    public Task<RecoverResult> RecoverAsync(RecoverRequest request, DateTimeOffset now, CancellationToken cancellationToken) =>
        Inner().RecoverAsync(request, now, cancellationToken);

    public Task<CancelOutcome> CancelAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        Inner().CancelAsync(delivery, tenant, now, cancellationToken);

    public Task<int> CancelHeldAsync(DateTimeOffset heldSince, int limit, DateTimeOffset now, CancellationToken cancellationToken) =>
        Inner().CancelHeldAsync(heldSince, limit, now, cancellationToken);

    public Task<int> BringForwardAsync(DateTimeOffset latest, CancellationToken cancellationToken) => Inner().BringForwardAsync(latest, cancellationToken);

    public Task<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken) => Inner().PurgeAsync(request, cancellationToken);

    public Task<Backlog> GetBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken) => Inner().GetBacklogAsync(now, cancellationToken);

    private IDeliveryStore Inner() => Failure is { } failure ? throw failure : _inner;
}
