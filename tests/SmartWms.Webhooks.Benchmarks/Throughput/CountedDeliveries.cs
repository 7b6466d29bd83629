using System.Diagnostics;
using SmartWms.Webhooks.Crash.Host.Stores;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Benchmarks.Throughput;

/// <summary>Passes everything on and counts: the only thing between the engine and its store.</summary>
internal sealed class CountedDeliveries(IDeliveryStore store) : DeliveryStoreDecorator(store)
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

    public override async Task<DueLanes> FindDueLanesAsync(DueLaneQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var lanes = await base.FindDueLanesAsync(query, now, cancellationToken);
        _finds++;
        _findTicks += Stopwatch.GetElapsedTime(start).Ticks;
        return lanes;
    }

    public override async Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await base.ClaimAsync(claim, cancellationToken);
        _claims++;
        _claimTicks += Stopwatch.GetElapsedTime(start).Ticks;
        _claimedRows += result.Deliveries.Count;
        return result;
    }

    public override async Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var results = await base.RecordAsync(records, now, cancellationToken);
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
}
