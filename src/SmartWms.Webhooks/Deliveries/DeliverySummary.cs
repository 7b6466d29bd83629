using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>A delivery as a row of the log.</summary>
public sealed record DeliverySummary
{
    /// <summary>Which delivery.</summary>
    public required DeliveryId Id { get; init; }

    /// <summary>To whom.</summary>
    public required SubscriptionId Subscription { get; init; }

    /// <summary>The event's tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>The event's id.</summary>
    public required string EventId { get; init; }

    /// <summary>The event's type.</summary>
    public required string EventType { get; init; }

    /// <summary>The event's subject.</summary>
    public string? Subject { get; init; }

    /// <summary>Where it stands. While a terminal delivery is being resent it shows Pending or Sending.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>Whether it waits because its subscription is not active.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Whether Send Test made it, whatever its event type. It stays a test when it is sent again.</summary>
    public bool IsTest { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the next attempt is due; the lease's end while sending; <see langword="null"/> when finished.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it ended; <see langword="null"/> while unfinished.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Attempts recorded so far, manual ones included.</summary>
    public required int Attempts { get; init; }

    /// <summary>Retries of the schedule so far: scheduled attempts after the first.</summary>
    public int Retries { get; init; }

    /// <summary>The delivery's last failure.</summary>
    public FailureClass Failure { get; init; }

    /// <summary>The last attempt's status code.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The last attempt's latency.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>The beginning of what the receiver answered to the last attempt, if the delivery has failed and <see cref="DeliveryQuery.AnswerBytes"/> asks for it; else empty.</summary>
    public byte[] Answer { get; init; } = [];
}
