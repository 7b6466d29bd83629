using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>The result of one claim: the attempt and what becomes of the delivery and of its subscription, stored in one transaction or not at all.</summary>
public sealed record DeliveryRecord
{
    /// <summary>Which delivery.</summary>
    public required DeliveryId Delivery { get; init; }

    /// <summary>The proof of the claim. When it is no longer the row's, nothing is written.</summary>
    public required long LeaseToken { get; init; }

    /// <summary>Its subscription.</summary>
    public required SubscriptionId Subscription { get; init; }

    /// <summary>Why the claimed attempt was made; decides with <see cref="Next"/> what becomes of a resend (see <see cref="IDeliveryStore.RecordAsync"/>).</summary>
    public required AttemptTrigger Trigger { get; init; }

    /// <summary>The attempt's log row; <see langword="null"/> when nothing was sent (set aside).</summary>
    public DeliveryAttempt? Attempt { get; init; }

    /// <summary>Whether the attempt counts as a step of the schedule.</summary>
    public bool CountsStep { get; init; }

    /// <summary><see cref="DeliveryState.Pending"/>, <see cref="DeliveryState.Delivered"/>, <see cref="DeliveryState.Failed"/> or <see cref="DeliveryState.Cancelled"/>.</summary>
    public required DeliveryState Next { get; init; }

    /// <summary>When it is due again; set exactly when <see cref="Next"/> is Pending.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The delivery's last failure; <see cref="FailureClass.None"/> when it succeeded.</summary>
    public FailureClass Failure { get; init; }

    /// <summary>Not null: the whole lane waits until then (a later wait already stored is kept).</summary>
    public DateTimeOffset? LaneWaitsUntil { get; init; }

    /// <summary>Not null: disable the subscription in the same transaction, on conditions.</summary>
    public DisableRequest? Disable { get; init; }
}
