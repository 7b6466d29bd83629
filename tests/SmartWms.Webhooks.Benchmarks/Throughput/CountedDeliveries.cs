using System.Diagnostics;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>Passes everything on and counts: the only thing between the engine and its store.</summary>
internal sealed class CountedDeliveries(IDeliveryStore store) : IDeliveryStore
{
    private long _finds;
    private long _findTicks;
    private long _claims;
    private long _claimTicks;
    private long _claimedRows;
    private long _batches;
    private long _recordTicks;
    private long _recorded;

    /// <summary>Told how many deliveries have just been recorded as delivered.</summary>
    public Action<int> Delivered { get; set; } = static _ => { };

    /// <summary>Which records count as delivered.</summary>
    public Predicate<DeliveryRecord> Counts { get; set; } = static _ => true;

    public StoreUse Use => new()
    {
        Finds = _finds,
        FindTime = new TimeSpan(_findTicks),
        Claims = _claims,
        ClaimTime = new TimeSpan(_claimTicks),
        ClaimedRows = _claimedRows,
        Batches = _batches,
        RecordTime = new TimeSpan(_recordTicks),
        Recorded = _recorded,
    };

    public Task<AddResult> AddAsync(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken) =>
        store.AddAsync(events, matchedVersion, now, leaseFor, cancellationToken);

    public async Task<DueLanes> FindDueLanesAsync(DueLaneQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var lanes = await store.FindDueLanesAsync(query, now, cancellationToken);
        _finds++;
        _findTicks += Stopwatch.GetElapsedTime(start).Ticks;
        return lanes;
    }

    public async Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await store.ClaimAsync(claim, cancellationToken);
        _claims++;
        _claimTicks += Stopwatch.GetElapsedTime(start).Ticks;
        _claimedRows += result.Deliveries.Count;
        return result;
    }

    public async Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var results = await store.RecordAsync(records, now, cancellationToken);
        _batches++;
        _recordTicks += Stopwatch.GetElapsedTime(start).Ticks;
        _recorded += results.Count;
        var delivered = 0;
        for (var index = 0; index < results.Count; index++)
        {
            delivered += results[index].Accepted && records[index].Next == DeliveryState.Delivered && Counts(records[index]) ? 1 : 0;
        }

        Delivered(delivered);
        return results;
    }

    public Task ReleaseAsync(IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken) => store.ReleaseAsync(releases, cancellationToken);

    public Task<ResendOutcome> ResendAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.ResendAsync(delivery, tenant, now, cancellationToken);

    public Task<RecoverResult> RecoverAsync(RecoverRequest request, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.RecoverAsync(request, now, cancellationToken);

    public Task<CancelOutcome> CancelAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.CancelAsync(delivery, tenant, now, cancellationToken);

    public Task<int> CancelHeldAsync(DateTimeOffset heldSince, int limit, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.CancelHeldAsync(heldSince, limit, now, cancellationToken);

    public Task<int> BringForwardAsync(DateTimeOffset latest, CancellationToken cancellationToken) => store.BringForwardAsync(latest, cancellationToken);

    public Task<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken) => store.PurgeAsync(request, cancellationToken);

    public Task<Backlog> GetBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken) => store.GetBacklogAsync(now, cancellationToken);
}
