using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>A delivery store of which a test replaces what it wants to break.</summary>
internal class AlteredDeliveries(IDeliveryStore inner) : IDeliveryStore
{
    public delegate Task<AddResult> Adding(IReadOnlyList<NewEvent> events, long? version, DateTimeOffset now, TimeSpan lease, CancellationToken stop);

    public Adding Add { get; init; } = inner.AddAsync;

    public Func<DueLaneQuery, DateTimeOffset, CancellationToken, Task<DueLanes>> FindDueLanes { get; init; } = inner.FindDueLanesAsync;

    public Func<Claim, CancellationToken, Task<ClaimResult>> Claim { get; init; } = inner.ClaimAsync;

    public Func<IReadOnlyList<DeliveryRecord>, DateTimeOffset, CancellationToken, Task<IReadOnlyList<RecordResult>>> Record { get; init; } = inner.RecordAsync;

    public Func<IReadOnlyList<DeliveryRelease>, CancellationToken, Task> Release { get; init; } = inner.ReleaseAsync;

    public Func<DeliveryId, TenantScope, DateTimeOffset, CancellationToken, Task<ResendOutcome>> Resend { get; init; } = inner.ResendAsync;

    public Func<RecoverRequest, DateTimeOffset, CancellationToken, Task<RecoverResult>> Recover { get; init; } = inner.RecoverAsync;

    public Func<DeliveryId, TenantScope, DateTimeOffset, CancellationToken, Task<CancelOutcome>> Cancel { get; init; } = inner.CancelAsync;

    public Func<DateTimeOffset, int, DateTimeOffset, CancellationToken, Task<int>> CancelHeld { get; init; } = inner.CancelHeldAsync;

    public Func<DateTimeOffset, CancellationToken, Task<int>> BringForward { get; init; } = inner.BringForwardAsync;

    public Func<PurgeRequest, CancellationToken, Task<int>> Purge { get; init; } = inner.PurgeAsync;

    public Task<AddResult> AddAsync(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken) =>
        Add(events, matchedVersion, now, leaseFor, cancellationToken);

    public Task<DueLanes> FindDueLanesAsync(DueLaneQuery query, DateTimeOffset now, CancellationToken cancellationToken) => FindDueLanes(query, now, cancellationToken);

    public Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken) => Claim(claim, cancellationToken);

    public Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken) =>
        Record(records, now, cancellationToken);

    public Task ReleaseAsync(IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken) => Release(releases, cancellationToken);

    public Task<ResendOutcome> ResendAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        Resend(delivery, tenant, now, cancellationToken);

    public Task<RecoverResult> RecoverAsync(RecoverRequest request, DateTimeOffset now, CancellationToken cancellationToken) => Recover(request, now, cancellationToken);

    public Task<CancelOutcome> CancelAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        Cancel(delivery, tenant, now, cancellationToken);

    public Task<int> CancelHeldAsync(DateTimeOffset heldSince, int limit, DateTimeOffset now, CancellationToken cancellationToken) =>
        CancelHeld(heldSince, limit, now, cancellationToken);

    public Task<int> BringForwardAsync(DateTimeOffset latest, CancellationToken cancellationToken) => BringForward(latest, cancellationToken);

    public Task<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken) => Purge(request, cancellationToken);

    public Task<Backlog> GetBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken) => inner.GetBacklogAsync(now, cancellationToken);
}
