using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace CustomStore.Book;

/// <summary>Results.</summary>
internal sealed partial class WebhookBook
{
    public RecordResult Record(DeliveryRecord record, DateTimeOffset now)
    {
        if (Find(record.Delivery) is not { } row || !row.IsHeldUnder(record.LeaseToken))
        {
            return default;
        }

        var trigger = row.Trigger;
        row.Steps += record.CountsStep ? 1 : 0;
        row.Attempts.AddRange(record.Attempt is null ? [] : [record.Attempt]);
        var isPutBack = record.Next == DeliveryState.Cancelled && row.Before is { State: not DeliveryState.Pending };
        row.Failure = isPutBack || row.Before is { State: DeliveryState.Delivered } ? row.Failure : record.Failure;
        switch (record.Next)
        {
            case DeliveryState.Pending:
                Move(row, DeliveryState.Pending, trigger, record.DueAt ?? now);
                break;
            case DeliveryState.Failed when row.Before is not null:
            case DeliveryState.Cancelled when isPutBack:
                GoBack(row);
                break;
            default:
                Move(row, record.Next, row.Before?.Trigger ?? trigger, now);
                break;
        }

        return trigger != AttemptTrigger.Test && Subscriptions.Find(row.Subscription) is { } subscription
            ? Count(subscription, record, trigger == AttemptTrigger.Scheduled, now)
            : new RecordResult(Accepted: true);
    }

    private RecordResult Count(StoredSubscription subscription, DeliveryRecord record, bool isScheduled, DateTimeOffset now)
    {
        var hasFailed = isScheduled && record.Next == DeliveryState.Failed;
        subscription = record.Next == DeliveryState.Delivered
            ? subscription with { FirstFailureAt = null, FailedInARow = 0 }
            : subscription with
            {
                FirstFailureAt = subscription.FirstFailureAt ?? (isScheduled && record is { CountsStep: true, Attempt: not null } ? now : null),
                FailedInARow = subscription.FailedInARow + (hasFailed ? 1 : 0),
            };
        if (record.LaneWaitsUntil is { } wait && !(subscription.WaitUntil >= wait))
        {
            subscription = subscription with { WaitUntil = wait };
        }

        Subscriptions.Keep(subscription);
        var disables = record.Disable is { } request && subscription.State == SubscriptionState.Active && subscription.EnableEpoch == request.EnableEpoch
            && (request.FailingSince is null || subscription.FirstFailureAt <= request.FailingSince);
        if (disables)
        {
            Subscriptions.Disable(subscription, record.Disable!.Reason, now);
        }

        return new RecordResult(Accepted: true, disables, hasFailed ? subscription.FailedInARow : 0);
    }

    private void GoBack(BookDelivery row)
    {
        var (state, trigger, time) = row.Before!.Value;
        row.Before = null;
        Move(row, state, trigger, time);
    }
}
