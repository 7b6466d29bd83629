using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Crash.Host.Stores;

/// <summary>Moments to be killed at that a store without moments of its own can be seen at from outside: after each commit.</summary>
internal sealed class PointStore(IDeliveryStore inner, KillPoint point) : DeliveryStoreDecorator(inner)
{
    public override async Task<AddResult> AddAsync(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken)
    {
        var result = await base.AddAsync(events, matchedVersion, now, leaseFor, cancellationToken);
        if (result.Outcome == AddOutcome.Added)
        {
            point.Reached(KillPoints.AfterAddCommit);
        }

        return result;
    }

    public override async Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken)
    {
        var result = await base.ClaimAsync(claim, cancellationToken);
        if (result.Deliveries.Count > 0)
        {
            point.Reached(KillPoints.AfterClaimCommit);
        }

        return result;
    }

    public override async Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var results = await base.RecordAsync(records, now, cancellationToken);
        point.Reached(KillPoints.AfterRecordCommit);
        return results;
    }
}
