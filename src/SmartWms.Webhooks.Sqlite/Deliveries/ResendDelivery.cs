using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Writing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Makes one delivery due now, apart from the lanes.</summary>
internal static class ResendDelivery
{
    public static ResendOutcome Run(WriteSession session, DeliveryId id, TenantScope tenant, long now)
    {
        if (UnfinishedDelivery.Find(session, id.Value) is { } unfinished)
        {
            return tenant.Includes(session, unfinished.EventKey) ? Resend(session, unfinished, now) : ResendOutcome.NotFound;
        }

        if (FinishedDelivery.Find(session, id.Value) is not { } finished || !tenant.Includes(session, finished.EventKey))
        {
            return ResendOutcome.NotFound;
        }

        if (!finished.HasBody)
        {
            return ResendOutcome.BodyPurged;
        }

        finished.Resend(session, AttemptTrigger.Resend, now);
        return ResendOutcome.Due;
    }

    private static ResendOutcome Resend(WriteSession session, UnfinishedDelivery delivery, long now)
    {
        if (delivery.IsBeingSent(now))
        {
            return ResendOutcome.BeingSent;
        }

        // A test stays a test, or a failed one would go on by the schedule. A recovery has nowhere to go back to but the log.
        var (trigger, backDueAt) = delivery.Trigger switch
        {
            AttemptTrigger.Test => (AttemptTrigger.Test, null),
            AttemptTrigger.Scheduled => (AttemptTrigger.Resend, delivery.DueAt),
            _ => (AttemptTrigger.Resend, delivery.BackDueAt),
        };
        delivery.Reschedule(session, trigger, now, backDueAt, delivery.Failure);
        return ResendOutcome.Due;
    }
}
