using System.Runtime.InteropServices;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Writing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>What results do to their subscriptions: failure counters, the lane's wait, disabling. Each subscription is read once for a batch and written only when it changed.</summary>
internal sealed class SubscriptionHealth(WriteSession session, long now)
{
    internal const string FindRow = "select state, enable_epoch, wait_until, first_failure_at, failed_in_row from wms_webhook_subscription where id = ?1";

    internal const string StoreCounters = "update wms_webhook_subscription set wait_until = ?2, first_failure_at = ?3, failed_in_row = ?4 where id = ?1";

    internal const string StoreDisabled = "update wms_webhook_subscription set state = 2, state_reason = ?2, state_changed_at = ?3, version = ?4 where id = ?1";

    private readonly Dictionary<long, Row> _rows = [];

    public RecordResult Apply(DeliveryRecord record)
    {
        if (record.Trigger == AttemptTrigger.Test)
        {
            return new RecordResult(Accepted: true);
        }

        ref var row = ref Find(record.Subscription);
        if (!row.Exists)
        {
            return new RecordResult(Accepted: true);
        }

        Count(ref row, record);
        var failedForGood = record is { Trigger: AttemptTrigger.Scheduled, Next: DeliveryState.Failed };
        var disables = record.Disable is { } request && Allows(row, request);
        if (disables)
        {
            row.State = SubscriptionState.Disabled;
            session.Prepare(StoreDisabled)
                .Bind(1, record.Subscription.Value).Bind(2, record.Disable!.Reason).Bind(3, now).Bind(4, session.TakeSubscriptionVersion())
                .Run();
            FaultPoint.Hit("record:disabled");
        }

        return new RecordResult(Accepted: true, disables, failedForGood ? row.FailedInARow : 0);
    }

    /// <summary>Writes the counters that changed.</summary>
    public void Store()
    {
        foreach (var (id, row) in _rows)
        {
            if (row.IsChanged)
            {
                session.Prepare(StoreCounters).Bind(1, id).Bind(2, row.WaitUntil).Bind(3, row.FirstFailureAt).Bind(4, row.FailedInARow).Run();
            }
        }
    }

    private void Count(ref Row row, DeliveryRecord record)
    {
        if (record.Next == DeliveryState.Delivered)
        {
            row.IsChanged |= row.FirstFailureAt is not null || row.FailedInARow != 0;
            (row.FirstFailureAt, row.FailedInARow) = (null, 0);
        }
        else if (record.Trigger == AttemptTrigger.Scheduled)
        {
            if (record is { Attempt: not null, CountsStep: true, Failure: not FailureClass.None } && row.FirstFailureAt is null)
            {
                (row.FirstFailureAt, row.IsChanged) = (now, true);
            }

            if (record.Next == DeliveryState.Failed)
            {
                (row.FailedInARow, row.IsChanged) = (row.FailedInARow + 1, true);
            }
        }

        if (record.LaneWaitsUntil is { } wait && !(row.WaitUntil >= wait.UtcTicks))
        {
            (row.WaitUntil, row.IsChanged) = (wait.UtcTicks, true);
        }
    }

    /// <summary>A late result from before Enable never disables again, and one success in between is enough to go on.</summary>
    private static bool Allows(Row row, DisableRequest request) =>
        row.State == SubscriptionState.Active
        && row.EnableEpoch == request.EnableEpoch
        && (request.FailingSince is not { } since || row.FirstFailureAt <= since.UtcTicks);

    private ref Row Find(SubscriptionId id)
    {
        ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, id.Value, out var isKnown);
        if (isKnown)
        {
            return ref row;
        }

        var stored = session.Prepare(FindRow).Bind(1, id.Value);
        if (stored.Step())
        {
            row.Exists = true;
            row.State = (SubscriptionState)stored.Int32(0);
            row.EnableEpoch = stored.Int32(1);
            row.WaitUntil = stored.Int64OrNull(2);
            row.FirstFailureAt = stored.Int64OrNull(3);
            row.FailedInARow = stored.Int32(4);
            stored.Reset();
        }

        return ref row;
    }

    private struct Row
    {
        public bool Exists;
        public bool IsChanged;
        public SubscriptionState State;
        public int EnableEpoch;
        public long? WaitUntil;
        public long? FirstFailureAt;
        public int FailedInARow;
    }
}
