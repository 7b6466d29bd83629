using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.InMemory;

/// <summary>Stores what became of a claim, in the delivery and in its subscription. Under the database's lock.</summary>
/// <param name="database">Where.</param>
internal sealed class RecordStep(InMemoryDatabase database)
{
    public RecordResult Record(DeliveryRecord record, DateTimeOffset now)
    {
        if (database.Deliveries.Find(record.Delivery) is not { } row || !row.IsLeasedUnder(record.LeaseToken))
        {
            return default;
        }

        var trigger = row.Trigger;
        MoveOn(row, record, now.UtcTicks);
        return trigger == AttemptTrigger.Test ? new RecordResult(Accepted: true) : Tell(row.Lane, record, trigger, now);
    }

    private void MoveOn(DeliveryRow row, DeliveryRecord record, long now)
    {
        var progress = row.Begin();
        progress.LeaseToken = 0;
        progress.Steps += record.CountsStep ? 1 : 0;
        if (record.Attempt is { } attempt)
        {
            progress.Attempts = [.. progress.Attempts, attempt];
        }

        // A success stays one, whatever became of sending it again; and what was not sent again did not fail again.
        var isPutBack = record.Next == DeliveryState.Cancelled && row.IsAgain && progress.KeptState != DeliveryState.Pending;
        if (!isPutBack && !(row.IsAgain && progress.KeptState == DeliveryState.Delivered))
        {
            progress.Failure = record.Failure;
        }

        if (record.Next == DeliveryState.Pending)
        {
            database.Deliveries.Move(row, DeliveryState.Pending, row.Trigger, (record.DueAt ?? Timed.At(now)).UtcTicks);
        }
        else if (isPutBack || (row.IsAgain && record.Next == DeliveryState.Failed))
        {
            database.Deliveries.Move(row, progress.KeptState, progress.KeptTrigger, progress.KeptTime);
        }
        else
        {
            database.Deliveries.Move(row, record.Next, row.IsAgain ? progress.KeptTrigger : row.Trigger, now);
        }
    }

    private RecordResult Tell(Lane lane, DeliveryRecord record, AttemptTrigger trigger, DateTimeOffset now)
    {
        var failed = trigger == AttemptTrigger.Scheduled && record.Next == DeliveryState.Failed;
        if (record.Next == DeliveryState.Delivered)
        {
            lane.ClearFailures();
        }
        else if (trigger == AttemptTrigger.Scheduled && record is { CountsStep: true, Attempt: not null })
        {
            // An attempt that our own stop cut short is no step, and says nothing about the receiver.
            lane.FirstFailureAt ??= now;
        }

        if (failed)
        {
            lane.FailedInARow++;
        }

        if (record.LaneWaitsUntil is { } wait && !(lane.WaitUntil >= wait))
        {
            lane.WaitUntil = wait;
        }

        return new RecordResult(Accepted: true, Disable(lane, record.Disable, now), failed ? lane.FailedInARow : 0);
    }

    private bool Disable(Lane lane, DisableRequest? request, DateTimeOffset now)
    {
        if (request is null || lane.Subscription is not { State: SubscriptionState.Active } subscription || lane.EnableEpoch != request.EnableEpoch
            || (request.FailingSince is { } since && !(lane.FirstFailureAt <= since)))
        {
            return false;
        }

        database.Subscriptions.Put(lane, subscription with { State = SubscriptionState.Disabled, StateReason = request.Reason, StateChangedAt = now });
        return true;
    }
}
