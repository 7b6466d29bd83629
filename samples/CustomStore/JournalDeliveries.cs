using CustomStore.Journal;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace CustomStore;

/// <summary>Events and deliveries in the journal.</summary>
internal sealed class JournalDeliveries(Keeper keeper) : IDeliveryStore
{
    public Task<AddResult> AddAsync(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken) =>
        keeper.ChangeAsync<AddResult>(new Entry.Add(events, matchedVersion, now, leaseFor), cancellationToken);

    public Task<DueLanes> FindDueLanesAsync(DueLaneQuery query, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(keeper.Read(book => book.FindDueLanes(query, now)));

    public Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken) =>
        keeper.ChangeAsync<ClaimResult>(new Entry.Take(claim), cancellationToken);

    public Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken) =>
        keeper.ChangeAsync<IReadOnlyList<RecordResult>>(new Entry.Record(records, now), cancellationToken);

    public Task ReleaseAsync(IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken) =>
        keeper.ChangeAsync<object?>(new Entry.Release(releases), cancellationToken);

    public Task<ResendOutcome> ResendAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        IsSeen(delivery, tenant) ? keeper.ChangeAsync<ResendOutcome>(new Entry.Resend(delivery, now), cancellationToken) : Task.FromResult(ResendOutcome.NotFound);

    public Task<RecoverResult> RecoverAsync(RecoverRequest request, DateTimeOffset now, CancellationToken cancellationToken) =>
        keeper.ChangeAsync<RecoverResult>(new Entry.Recover(request, now), cancellationToken);

    public Task<CancelOutcome> CancelAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        IsSeen(delivery, tenant) ? keeper.ChangeAsync<CancelOutcome>(new Entry.Cancel(delivery, now), cancellationToken) : Task.FromResult(CancelOutcome.NotFound);

    public Task<int> CancelHeldAsync(DateTimeOffset heldSince, int limit, DateTimeOffset now, CancellationToken cancellationToken) =>
        keeper.ChangeAsync<int>(new Entry.CancelHeld(heldSince, limit, now), cancellationToken);

    public Task<int> BringForwardAsync(DateTimeOffset latest, CancellationToken cancellationToken) =>
        keeper.ChangeAsync<int>(new Entry.BringForward(latest), cancellationToken);

    public Task<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken) =>
        keeper.ChangeAsync<int>(new Entry.Purge(request), cancellationToken);

    public Task<Backlog> GetBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult(keeper.Read(book => book.CountDue(now)));

    // A delivery's tenant never changes, so it may be asked for before the change.
    private bool IsSeen(DeliveryId delivery, TenantScope tenant) =>
        keeper.Read(book => book.Find(delivery) is { } row && tenant.Includes(row.Event.Source.TenantId));
}
