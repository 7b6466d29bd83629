using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>What results do to their subscriptions: failure counters, the lane's wait, disabling. Only rows that can change are locked, in the order of their ids.</summary>
internal sealed class SubscriptionHealth(PgSession session, DateTimeOffset now)
{
    // A success touches a row only where there is something to clear.
    internal const string LockRows = """
        select s.id, s.state, s.enable_epoch, s.wait_until, s.first_failure_at, s.failed_in_row from {schema}.wms_webhook_subscription s
        where s.id = any($1) and (s.id = any($2) or s.first_failure_at is not null or s.failed_in_row <> 0)
        order by s.id for update
        """;

    internal const string Store = """
        update {schema}.wms_webhook_subscription s
        set wait_until = c.wait_until, first_failure_at = c.first_failure_at, failed_in_row = c.failed_in_row
        from unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::integer[]) as c(id, wait_until, first_failure_at, failed_in_row)
        where s.id = c.id and s.id = any($1)
        """;

    internal const string TakeVersion = "update {schema}.wms_webhook_meta set subscription_version = subscription_version + 1 returning subscription_version";

    internal const string Disable = """
        update {schema}.wms_webhook_subscription set state = 2, state_reason = $2, state_changed_at = $3, version = $4 where id = $1
        """;

    private readonly Dictionary<long, Counters> _rows = [];

    public async Task<RecordResult[]> ApplyAsync(IReadOnlyList<DeliveryRecord> records, HashSet<long> accepted, CancellationToken cancellationToken)
    {
        var touching = records.Where(record => accepted.Contains(record.Delivery.Value) && record.Trigger != AttemptTrigger.Test).ToList();
        await LockAsync(touching, cancellationToken).ConfigureAwait(false);
        var results = new RecordResult[records.Count];
        var disabling = new List<DeliveryRecord>();
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = accepted.Contains(records[i].Delivery.Value) ? Apply(records[i]) : default;
            if (results[i].DisabledSubscription)
            {
                disabling.Add(records[i]);
            }
        }

        await StoreAsync(cancellationToken).ConfigureAwait(false);
        foreach (var record in disabling)
        {
            await DisableAsync(record, cancellationToken).ConfigureAwait(false);
        }

        return results;
    }

    private async Task LockAsync(List<DeliveryRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
        {
            return;
        }

        var all = records.Select(record => record.Subscription.Value).Distinct().ToArray();
        var certain = records.Where(record => record.Next != DeliveryState.Delivered || record.LaneWaitsUntil is not null || record.Disable is not null)
            .Select(record => record.Subscription.Value).Distinct().ToArray();
        var rows = await session.QueryAsync(
            LockRows,
            static row => (Id: row.GetInt64(0), Counters: new Counters
            {
                State = (SubscriptionState)row.GetInt16(1),
                EnableEpoch = row.GetInt32(2),
                WaitUntil = row.TimeOrNull(3),
                FirstFailureAt = row.TimeOrNull(4),
                FailedInARow = row.GetInt32(5),
            }),
            cancellationToken,
            Parameter.Of(all), Parameter.Of(certain)).ConfigureAwait(false);
        foreach (var (id, counters) in rows)
        {
            _rows[id] = counters;
        }
    }

    private RecordResult Apply(DeliveryRecord record)
    {
        if (record.Trigger == AttemptTrigger.Test || !_rows.TryGetValue(record.Subscription.Value, out var row))
        {
            return new RecordResult(Accepted: true);
        }

        row.Count(record, now);
        var disables = record.Disable is { } request && row.Allows(request);
        if (disables)
        {
            row.State = SubscriptionState.Disabled;
        }

        var failedForGood = record is { Trigger: AttemptTrigger.Scheduled, Next: DeliveryState.Failed };
        return new RecordResult(Accepted: true, disables, failedForGood ? row.FailedInARow : 0);
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        var changed = _rows.Where(row => row.Value.IsChanged).ToList();
        if (changed.Count > 0)
        {
            await session.ExecuteAsync(
                Store,
                cancellationToken,
                Parameter.Of(changed.Select(row => row.Key).ToArray()),
                Parameter.Of(changed.Select(row => row.Value.WaitUntil).ToArray()),
                Parameter.Of(changed.Select(row => row.Value.FirstFailureAt).ToArray()),
                Parameter.Of(changed.Select(row => row.Value.FailedInARow).ToArray())).ConfigureAwait(false);
        }
    }

    private async Task DisableAsync(DeliveryRecord record, CancellationToken cancellationToken)
    {
        var version = (await session.QueryAsync(TakeVersion, static row => row.GetInt64(0), cancellationToken).ConfigureAwait(false))[0];
        await session.ExecuteAsync(
            Disable,
            cancellationToken,
            Parameter.Of(record.Subscription.Value), Parameter.Text(record.Disable!.Reason), Parameter.Of(now), Parameter.Of(version)).ConfigureAwait(false);
    }

    /// <summary>One subscription while a batch is counted.</summary>
    private sealed class Counters
    {
        public bool IsChanged { get; private set; }

        public required SubscriptionState State { get; set; }

        public required int EnableEpoch { get; init; }

        public required DateTimeOffset? WaitUntil { get; set; }

        public required DateTimeOffset? FirstFailureAt { get; set; }

        public required int FailedInARow { get; set; }

        public void Count(DeliveryRecord record, DateTimeOffset now)
        {
            if (record.Next == DeliveryState.Delivered)
            {
                IsChanged |= FirstFailureAt is not null || FailedInARow != 0;
                (FirstFailureAt, FailedInARow) = (null, 0);
            }
            else if (record.Trigger == AttemptTrigger.Scheduled)
            {
                if (record is { Attempt: not null, CountsStep: true, Failure: not FailureClass.None } && FirstFailureAt is null)
                {
                    (FirstFailureAt, IsChanged) = (now, true);
                }

                if (record.Next == DeliveryState.Failed)
                {
                    (FailedInARow, IsChanged) = (FailedInARow + 1, true);
                }
            }

            if (record.LaneWaitsUntil is { } wait && !(WaitUntil >= wait))
            {
                (WaitUntil, IsChanged) = (wait, true);
            }
        }

        /// <summary>A late result from before Enable never disables again, and one success in between is enough to go on.</summary>
        public bool Allows(DisableRequest request) =>
            State == SubscriptionState.Active
            && EnableEpoch == request.EnableEpoch
            && (request.FailingSince is not { } since || FirstFailureAt <= since);
    }
}
