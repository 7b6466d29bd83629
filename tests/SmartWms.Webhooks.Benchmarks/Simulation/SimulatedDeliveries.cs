using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.InMemory;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Benchmarks.Simulation;

/// <summary>The real store in memory, which answers when the simulated writer has written.</summary>
internal sealed class SimulatedDeliveries(InMemoryDeliveryStore store, StoreWriter writer) : IDeliveryStore
{
    public Task<AddResult> AddAsync(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken) =>
        writer.WriteAsync(events.Sum(each => 1 + each.Deliveries.Count), () => store.AddAsync(events, matchedVersion, now, leaseFor, cancellationToken));

    public Task<DueLanes> FindDueLanesAsync(DueLaneQuery query, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.FindDueLanesAsync(query, now, cancellationToken);

    /// <summary>How many rows it writes is known only when it is done; as many as are asked for is the most, and near to it while there is a backlog.</summary>
    public Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken) =>
        writer.WriteAsync(claim.Lanes.Sum(lane => lane.Max), () => store.ClaimAsync(claim, cancellationToken));

    public Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken) =>
        writer.WriteAsync(records.Count, () => store.RecordAsync(records, now, cancellationToken));

    public Task ReleaseAsync(IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken) =>
        writer.WriteAsync(releases.Count, async () =>
        {
            await store.ReleaseAsync(releases, cancellationToken);
            return true;
        });

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
