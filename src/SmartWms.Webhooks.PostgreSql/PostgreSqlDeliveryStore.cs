using System.Data.Common;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.PostgreSql.Deliveries;
using SmartWms.Webhooks.PostgreSql.Publishing;
using SmartWms.Webhooks.PostgreSql.Transactions;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql;

/// <summary>Deliveries in PostgreSQL.</summary>
internal sealed class PostgreSqlDeliveryStore : IDeliveryStore, ITransactionalDeliveryStore
{
    private readonly PgDatabase _database;
    private readonly LowWatermark _low;
    private readonly PublishQueue _publishes;
    private readonly HostTransactions _hostTransactions;
    private readonly Action _rowsAreDue;

    public PostgreSqlDeliveryStore(PgDatabase database, LowWatermark low, Action rowsAreDue)
    {
        (_database, _low, _rowsAreDue) = (database, low, rowsAreDue);
        _hostTransactions = new HostTransactions(database);
        _publishes = new PublishQueue(new PublishWriter(database, rowsAreDue).WriteAsync);
    }

    public Task<AddResult> AddAsync(IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        ThrowIfBodyIsMissing(events);
        return _publishes.AddAsync(new WaitingPublish(events, matchedVersion, now, now + leaseFor), cancellationToken);
    }

    public Task<AddResult> AddAsync(DbTransaction transaction, IReadOnlyList<NewEvent> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(events);
        ThrowIfBodyIsMissing(events);
        return _hostTransactions.AddAsync(transaction, events, now, cancellationToken);
    }

    public async Task<DueLanes> FindDueLanesAsync(DueLaneQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var low = _low.Current;
        var found = await _database.RunAsync((session, token) => DueLaneFinder.RunAsync(session, query, low, now, token), cancellationToken).ConfigureAwait(false);
        _low.AfterLook(low, found.Took, found.Asked, found.OldestDue, now);
        return found.Lanes;
    }

    public Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentOutOfRangeException.ThrowIfZero(claim.LeaseToken);
        var low = _low.Current;
        return _database.RunAsync((session, token) => ClaimDeliveries.RunAsync(session, claim, low, token), cancellationToken);
    }

    public async Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        return await RecordAttempts.RunAsync(_database, records, now, cancellationToken).ConfigureAwait(false);
    }

    public Task ReleaseAsync(IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(releases);
        return AndThenAsync((session, token) => ReleaseDeliveries.RunAsync(session, releases, token), count => count > 0, inTransaction: false, cancellationToken);
    }

    public Task<ResendOutcome> ResendAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) => AndThenAsync(
        (session, token) => ResendDelivery.RunAsync(session, delivery, tenant, now, token), outcome => outcome == ResendOutcome.Due, inTransaction: true, cancellationToken);

    public Task<RecoverResult> RecoverAsync(RecoverRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return AndThenAsync((session, token) => RecoverDeliveries.RunAsync(session, request, now, token), result => result.Count > 0, inTransaction: true, cancellationToken);
    }

    public Task<CancelOutcome> CancelAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        _database.TransactAsync((session, token) => CancelDeliveries.OneAsync(session, delivery, tenant, now, token), cancellationToken);

    public Task<int> CancelHeldAsync(DateTimeOffset heldSince, int limit, DateTimeOffset now, CancellationToken cancellationToken) =>
        _database.TransactAsync((session, token) => CancelDeliveries.HeldAsync(session, heldSince, limit, now, token), cancellationToken);

    public async Task<int> BringForwardAsync(DateTimeOffset latest, CancellationToken cancellationToken) =>
        await FarDueTimes.RunAsync(_database, latest, cancellationToken).ConfigureAwait(false);

    public Task<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _database.TransactAsync((session, token) => Sweep.RunAsync(session, request, token), cancellationToken);
    }

    public Task<Backlog> GetBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        _database.RunAsync((session, token) => BacklogReader.RunAsync(session, now, token), cancellationToken);

    private static void ThrowIfBodyIsMissing(IReadOnlyList<NewEvent> events)
    {
        if (events.Any(item => item.Deliveries.Any(delivery => delivery.Body < 0 || delivery.Body >= item.Bodies.Count)))
        {
            throw new ArgumentException("A delivery names a body that its event does not have.", nameof(events));
        }
    }

    /// <summary>Does something that may make rows due, below the watermark too, and lets the other nodes know.</summary>
    private async Task<T> AndThenAsync<T>(Func<PgSession, CancellationToken, Task<T>> work, Func<T, bool> madeDue, bool inTransaction, CancellationToken cancellationToken)
    {
        var result = await (inTransaction ? _database.TransactAsync(work, cancellationToken) : _database.RunAsync(work, cancellationToken)).ConfigureAwait(false);
        if (madeDue(result))
        {
            _low.Reset();
            _rowsAreDue();
        }

        return result;
    }
}
