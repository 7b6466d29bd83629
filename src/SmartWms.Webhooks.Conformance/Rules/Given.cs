using System.Security.Cryptography;
using System.Text;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Ordinary rows, of which a rule changes what it is about.</summary>
internal static class Given
{
    /// <summary>Whole milliseconds: every store keeps at least those.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    public static StoredSubscription Subscription() => new()
    {
        Name = "ERP_Order_Sync",
        Url = "https://erp.example.com/webhooks/wms",
        EventTypes = ["order.*"],
        Contract = "smartwms",
        Sealed = [1, 2, 3],
        StateChangedAt = Start,
        CreatedAt = Start,
    };

    public static NewEvent Event(string id, params NewDelivery[] deliveries) => new()
    {
        Id = id,
        Type = "order.shipped",
        OccurredAt = Start,
        DataHash = Hash("data"),
        Bodies = [Body($$"""{"id":"{{id}}"}""")],
        Deliveries = deliveries,
    };

    public static EventBody Body(string json, string contract = "smartwms") => new(contract, Encoding.UTF8.GetBytes(json));

    public static byte[] Hash(string data) => SHA256.HashData(Encoding.UTF8.GetBytes(data));

    public static DeliveryRecord Delivered(ClaimedDelivery claim) => Ended(claim, DeliveryState.Delivered, FailureClass.None, 200);

    public static DeliveryRecord Failed(ClaimedDelivery claim) => Ended(claim, DeliveryState.Failed, FailureClass.ServerError, 500);

    public static DeliveryRecord Retried(ClaimedDelivery claim, DateTimeOffset dueAt) =>
        Ended(claim, DeliveryState.Pending, FailureClass.ServerError, 500) with { DueAt = dueAt };

    /// <summary>A stop cut the request: logged, and no step of the schedule.</summary>
    public static DeliveryRecord Aborted(ClaimedDelivery claim, DateTimeOffset dueAt) =>
        Ended(claim, DeliveryState.Pending, FailureClass.Aborted, null) with { DueAt = dueAt, CountsStep = false };

    /// <summary>The end of a delivery that was handed off, after its first attempt.</summary>
    public static DeliveryRecord Ended(DeliveryId delivery, SubscriptionId lane, long token, DeliveryState end)
    {
        var claim = new ClaimedDelivery
        {
            Id = delivery,
            Subscription = lane,
            SubscriptionVersion = 0,
            EnableEpoch = 0,
            LeaseToken = token,
            EventId = "",
            EventType = "",
            Body = [],
            Contract = "",
            DueAt = Start,
            CreatedAt = Start,
            Attempts = 0,
            Steps = 0,
            Claims = 1,
            Trigger = AttemptTrigger.Scheduled,
        };
        return end == DeliveryState.Delivered ? Delivered(claim) : Failed(claim) with { Next = end };
    }

    private static DeliveryRecord Ended(ClaimedDelivery claim, DeliveryState next, FailureClass failure, int? statusCode) => new()
    {
        Delivery = claim.Id,
        LeaseToken = claim.LeaseToken,
        Subscription = claim.Subscription,
        Trigger = claim.Trigger,
        Next = next,
        Failure = failure,
        CountsStep = claim.Trigger == AttemptTrigger.Scheduled,
        Attempt = new DeliveryAttempt
        {
            Number = claim.Attempts + 1,
            Trigger = claim.Trigger,
            StartedAt = Start,
            Latency = TimeSpan.FromMilliseconds(12),
            StatusCode = statusCode,
            Failure = failure,
            Rule = "rule",
            Node = "node",
        },
    };
}
