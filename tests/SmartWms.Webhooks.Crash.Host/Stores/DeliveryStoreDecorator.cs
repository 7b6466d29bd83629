using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Crash.Host.Stores;

/// <summary>A delivery store around another, for what tests do between the engine and its store.</summary>
internal abstract class DeliveryStoreDecorator(IDeliveryStore inner) : IDeliveryStore
{
    public virtual Task<AddResult> AddAsync(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken) =>
        inner.AddAsync(events, matchedVersion, now, leaseFor, cancellationToken);

    public virtual Task<DueLanes> FindDueLanesAsync(DueLaneQuery query, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.FindDueLanesAsync(query, now, cancellationToken);

    public virtual Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken) => inner.ClaimAsync(claim, cancellationToken);

    public virtual Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.RecordAsync(records, now, cancellationToken);

    public virtual Task ReleaseAsync(IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken) => inner.ReleaseAsync(releases, cancellationToken);

    public virtual Task<ResendOutcome> ResendAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.ResendAsync(delivery, tenant, now, cancellationToken);

    public virtual Task<RecoverResult> RecoverAsync(RecoverRequest request, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.RecoverAsync(request, now, cancellationToken);

    public virtual Task<CancelOutcome> CancelAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.CancelAsync(delivery, tenant, now, cancellationToken);

    public virtual Task<int> CancelHeldAsync(DateTimeOffset heldSince, int limit, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.CancelHeldAsync(heldSince, limit, now, cancellationToken);

    public virtual Task<int> BringForwardAsync(DateTimeOffset latest, CancellationToken cancellationToken) => inner.BringForwardAsync(latest, cancellationToken);

    public virtual Task<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken) => inner.PurgeAsync(request, cancellationToken);

    public virtual Task<Backlog> GetBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken) => inner.GetBacklogAsync(now, cancellationToken);
}
