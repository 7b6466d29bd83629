using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Pump;

/// <summary>Claimed deliveries that end without a request. Pure.</summary>
internal static class SetAside
{
    private const int LostClaims = 5;

    /// <summary>Claimed five times more than attempted, or a test whose node died: it may be what brings nodes down.</summary>
    public static bool IsWorkerLost(ClaimedDelivery delivery) =>
        delivery.Claims - delivery.Attempts > LostClaims || delivery.Trigger == AttemptTrigger.Test;

    public static DeliveryRecord AsFailed(ClaimedDelivery delivery, FailureClass failure) => new()
    {
        Delivery = delivery.Id,
        LeaseToken = delivery.LeaseToken,
        Subscription = delivery.Subscription,
        Trigger = delivery.Trigger,
        Next = DeliveryState.Failed,
        Failure = failure,
    };

    public static DeliveryRecord AsCancelled(ClaimedDelivery delivery) => AsFailed(delivery, FailureClass.None) with { Next = DeliveryState.Cancelled };
}
