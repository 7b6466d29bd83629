using System.Data.Common;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>Says that it takes part in the host's transaction and stores at once.</summary>
internal sealed class OutsideTheTransaction(IDeliveryStore inner) : IDeliveryStore, ITransactionalDeliveryStore
{
    public Task<AddResult> AddAsync(DbTransaction transaction, IReadOnlyList<NewEvent> events, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.AddAsync(events, null, now, TimeSpan.Zero, cancellationToken);

    public Task<AddResult> AddAsync(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken) =>
        inner.AddAsync(events, matchedVersion, now, leaseFor, cancellationToken);

    public Task<DueLanes> FindDueLanesAsync(DueLaneQuery query, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.FindDueLanesAsync(query, now, cancellationToken);

    public Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken) => inner.ClaimAsync(claim, cancellationToken);

    public Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.RecordAsync(records, now, cancellationToken);

    public Task ReleaseAsync(IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken) => inner.ReleaseAsync(releases, cancellationToken);

    public Task<ResendOutcome> ResendAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.ResendAsync(delivery, tenant, now, cancellationToken);

    public Task<RecoverResult> RecoverAsync(RecoverRequest request, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.RecoverAsync(request, now, cancellationToken);

    public Task<CancelOutcome> CancelAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.CancelAsync(delivery, tenant, now, cancellationToken);

    public Task<int> CancelHeldAsync(DateTimeOffset heldSince, int limit, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.CancelHeldAsync(heldSince, limit, now, cancellationToken);

    public Task<int> BringForwardAsync(DateTimeOffset latest, CancellationToken cancellationToken) => inner.BringForwardAsync(latest, cancellationToken);

    public Task<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken) => inner.PurgeAsync(request, cancellationToken);

    public Task<Backlog> GetBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken) => inner.GetBacklogAsync(now, cancellationToken);
}
