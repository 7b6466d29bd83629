using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.InMemory;

/// <summary>Deliveries in memory: each member is one step under the database's lock, done when it returns.</summary>
/// <param name="database">Shared with the subscription store and the log.</param>
internal sealed class InMemoryDeliveryStore(InMemoryDatabase database) : IDeliveryStore
{
    private readonly AddStep _add = new(database);
    private readonly ClaimStep _claim = new(database);
    private readonly RecordStep _record = new(database);
    private readonly ResendStep _resend = new(database);
    private readonly SweepStep _sweep = new(database);

    public Task<AddResult> AddAsync(
        IReadOnlyList<NewEvent> events, long? matchedVersion, DateTimeOffset now, TimeSpan leaseFor, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<AddResult>(cancellationToken);
        }

        lock (database.Gate)
        {
            return Task.FromResult(_add.Add(events, matchedVersion, now, leaseFor));
        }
    }

    public Task<DueLanes> FindDueLanesAsync(DueLaneQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(DueLaneStep.Find(database, query, now));
        }
    }

    public Task<ClaimResult> ClaimAsync(Claim claim, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<ClaimResult>(cancellationToken);
        }

        lock (database.Gate)
        {
            return Task.FromResult(new ClaimResult(_claim.Claim(claim)));
        }
    }

    public Task<IReadOnlyList<RecordResult>> RecordAsync(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<IReadOnlyList<RecordResult>>(cancellationToken);
        }

        var results = new RecordResult[records.Count];
        lock (database.Gate)
        {
            for (var index = 0; index < results.Length; index++)
            {
                results[index] = _record.Record(records[index], now);
            }
        }

        return Task.FromResult<IReadOnlyList<RecordResult>>(results);
    }

    public Task ReleaseAsync(IReadOnlyList<DeliveryRelease> releases, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        lock (database.Gate)
        {
            foreach (var release in releases)
            {
                _claim.Release(release);
            }
        }

        return Task.CompletedTask;
    }

    public Task<ResendOutcome> ResendAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<ResendOutcome>(cancellationToken);
        }

        lock (database.Gate)
        {
            return Task.FromResult(_resend.Resend(delivery, tenant, now.UtcTicks));
        }
    }

    public Task<RecoverResult> RecoverAsync(RecoverRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<RecoverResult>(cancellationToken);
        }

        lock (database.Gate)
        {
            return Task.FromResult(_resend.Recover(request, now.UtcTicks));
        }
    }

    public Task<CancelOutcome> CancelAsync(DeliveryId delivery, TenantScope tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<CancelOutcome>(cancellationToken);
        }

        lock (database.Gate)
        {
            return Task.FromResult(_sweep.Cancel(delivery, tenant, now.UtcTicks));
        }
    }

    public Task<int> CancelHeldAsync(DateTimeOffset heldSince, int limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<int>(cancellationToken);
        }

        lock (database.Gate)
        {
            return Task.FromResult(_sweep.CancelHeld(heldSince, limit, now.UtcTicks));
        }
    }

    public Task<int> BringForwardAsync(DateTimeOffset latest, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<int>(cancellationToken);
        }

        lock (database.Gate)
        {
            return Task.FromResult(_sweep.BringForward(latest));
        }
    }

    public Task<int> PurgeAsync(PurgeRequest request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<int>(cancellationToken);
        }

        lock (database.Gate)
        {
            return Task.FromResult(_sweep.Purge(request));
        }
    }

    public Task<Backlog> GetBacklogAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(DueLaneStep.Backlog(database, now));
        }
    }
}
