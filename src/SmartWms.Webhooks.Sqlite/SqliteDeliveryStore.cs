using System.Data.Common;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Deliveries;
using SmartWms.Webhooks.Sqlite.Writing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite;

/// <summary>Deliveries in the SQLite file: writes through the one writer, searches on connections that only read.</summary>
internal sealed class SqliteDeliveryStore(SqliteDatabase database) : IDeliveryStore, ITransactionalDeliveryStore
{
    public Task<AddResult> AddAsync(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken)
    {
        Check(events);
        var (added, leaseEnd) = (now.UtcTicks, (now + leaseFor).UtcTicks);
        return database.WriteAsync(WriteKind.Add, session => AddEvents.Run(session, events, matchedVersion, added, leaseEnd), cancellationToken);
    }

    public async Task<AddResult> AddAsync(DbTransaction transaction, IReadOnlyList<NewEvent> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        Check(events);
        if (events.Any(item => item.Deliveries.Any(delivery => delivery.LeaseToken != 0)))
        {
            throw new ArgumentException("Nothing is stored leased in a transaction of the host.", nameof(events));
        }

        await database.InitializeAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        using var session = new WriteSession(database.HostConnections.Open(transaction));
        return session.RunInside(inside => AddEvents.Run(inside, events, matchedVersion: null, now.UtcTicks, leaseEnd: 0));
    }

    public async Task<DueLanes> FindDueLanesAsync(DueLaneQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await database.InitializeAsync(cancellationToken).ConfigureAwait(false);
        return await database.DueLanes.FindAsync(query, now, cancellationToken).ConfigureAwait(false);
    }

    public Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentOutOfRangeException.ThrowIfZero(claim.LeaseToken);
        return database.WriteAsync(WriteKind.Claim, session => new ClaimDeliveries(session, claim).Run(), cancellationToken);
    }

    public async Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        return await database.WriteAsync(WriteKind.Record, session => new RecordAttempts(session, now.UtcTicks).Run(records), cancellationToken).ConfigureAwait(false);
    }

    public Task ReleaseAsync(IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(releases);
        return database.WriteAsync(WriteKind.Other, session => ReleaseDeliveries.Run(session, releases), cancellationToken);
    }

    public Task<ResendOutcome> ResendAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(WriteKind.Other, session => ResendDelivery.Run(session, delivery, tenant, now.UtcTicks), cancellationToken);

    public Task<RecoverResult> RecoverAsync(RecoverRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return database.WriteAsync(WriteKind.Other, session => RecoverDeliveries.Run(session, request, now.UtcTicks), cancellationToken);
    }

    public Task<CancelOutcome> CancelAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(WriteKind.Other, session => CancelDelivery.Run(session, delivery, tenant, now.UtcTicks), cancellationToken);

    public async Task<int> CancelHeldAsync(DateTimeOffset heldSince, int limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = await database.ReadAsync(session => HeldDeliveries.Find(session, heldSince.UtcTicks, limit, now.UtcTicks), cancellationToken).ConfigureAwait(false);
        return ids.Count == 0
            ? 0
            : await database.WriteAsync(WriteKind.Other, session => HeldDeliveries.Cancel(session, ids, heldSince.UtcTicks, now.UtcTicks), cancellationToken).ConfigureAwait(false);
    }

    public async Task<int> BringForwardAsync(DateTimeOffset latest, CancellationToken cancellationToken)
    {
        var moved = 0;
        while (true)
        {
            var far = await database.ReadAsync(session => FarDueTimes.FindAll(session, latest.UtcTicks), cancellationToken).ConfigureAwait(false);
            if (far.IsEmpty)
            {
                return moved;
            }

            moved += await database.WriteAsync(WriteKind.Other, session => FarDueTimes.MoveAll(session, far, latest.UtcTicks), cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var removable = await database.ReadAsync(session => Sweep.Find(session, request), cancellationToken).ConfigureAwait(false);
        return removable.IsEmpty
            ? 0
            : await database.WriteAsync(WriteKind.Other, session => Sweep.Remove(session, removable), cancellationToken).ConfigureAwait(false);
    }

    public Task<Backlog> GetBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(session => BacklogReader.Read(session, now.UtcTicks), cancellationToken);

    private static void Check(IReadOnlyList<NewEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Any(item => item.Deliveries.Any(delivery => delivery.Body < 0 || delivery.Body >= item.Bodies.Count)))
        {
            throw new ArgumentException("A delivery names a body that its event does not have.", nameof(events));
        }
    }
}
