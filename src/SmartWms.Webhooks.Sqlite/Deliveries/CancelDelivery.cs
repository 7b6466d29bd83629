using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Writing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Gives up a pending delivery. A resend that is given up leaves its terminal delivery as it was.</summary>
internal static class CancelDelivery
{
    public static CancelOutcome Run(WriteSession session, DeliveryId id, TenantScope tenant, long now)
    {
        if (UnfinishedDelivery.Find(session, id.Value) is not { } delivery)
        {
            return FinishedDelivery.Find(session, id.Value) is { } finished && tenant.Includes(session, finished.EventKey)
                ? CancelOutcome.AlreadyEnded
                : CancelOutcome.NotFound;
        }

        if (!tenant.Includes(session, delivery.EventKey))
        {
            return CancelOutcome.NotFound;
        }

        if (delivery.IsBeingSent(now))
        {
            return CancelOutcome.BeingSent;
        }

        Cancel(session, delivery, now);
        return CancelOutcome.Cancelled;
    }

    public static void Cancel(WriteSession session, UnfinishedDelivery delivery, long now)
    {
        if (delivery.HasEndedBefore(session))
        {
            delivery.PutBack(session, delivery.Failure);
        }
        else
        {
            delivery.Finish(session, DeliveryState.Cancelled, delivery.Failure, now);
        }
    }
}
