using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>A delivery under lease, with all that is needed to send it.</summary>
public sealed class ClaimedDelivery
{
    /// <summary>Which delivery.</summary>
    public required DeliveryId Id { get; init; }

    /// <summary>To whom.</summary>
    public required SubscriptionId Subscription { get; init; }

    /// <summary>The subscription's version in the store at the claim. A node that knows an older one refreshes before it sends.</summary>
    public required long SubscriptionVersion { get; init; }

    /// <summary>The subscription's enable epoch at the claim.</summary>
    public required int EnableEpoch { get; init; }

    /// <summary>The proof of the claim.</summary>
    public required long LeaseToken { get; init; }

    /// <summary>The event's id: the receiver's de-duplication key.</summary>
    public required string EventId { get; init; }

    /// <summary>The event's type.</summary>
    public required string EventType { get; init; }

    /// <summary>The event's tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>The stored bytes for the delivery's contract.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The contract the body was rendered in.</summary>
    public required string Contract { get; init; }

    /// <summary>When it was due before this claim; a release can put it back.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When the delivery was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Attempts recorded so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>Scheduled attempts so far that ended in an answer or a failure: where the schedule stands.</summary>
    public required int Steps { get; init; }

    /// <summary>Claims so far, this one included, without those released: the poison guard.</summary>
    public required int Claims { get; init; }

    /// <summary>Why it is due.</summary>
    public required AttemptTrigger Trigger { get; init; }

    /// <summary>The publisher's W3C <c>traceparent</c>.</summary>
    public string? TraceParent { get; init; }
}
