using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace CustomStore.Book;

/// <summary>A delivery and where it stands.</summary>
internal sealed class BookDelivery(DeliveryId id, BookEvent source, NewDelivery added)
{
    public DeliveryId Id { get; } = id;

    public BookEvent Event { get; } = source;

    public SubscriptionId Subscription { get; } = added.Subscription;

    public EventBody Body => Event.Source.Bodies[added.Body];

    public DeliveryState State { get; set; }

    public AttemptTrigger Trigger { get; set; } = added.Trigger;

    /// <summary>When it is due, the lease's end while it is sent, its end once it has ended.</summary>
    public DateTimeOffset Time { get; set; }

    public long Token { get; set; }

    public int Claims { get; set; }

    public int Steps { get; set; }

    public FailureClass Failure { get; set; }

    public List<DeliveryAttempt> Attempts { get; } = [];

    /// <summary>What it goes back to when what a person asked for fails.</summary>
    public (DeliveryState State, AttemptTrigger Trigger, DateTimeOffset Time)? Before { get; set; }

    public bool IsEnded => State is DeliveryState.Delivered or DeliveryState.Failed or DeliveryState.Cancelled;

    public bool IsTest { get; } = added.Trigger == AttemptTrigger.Test;

    public bool IsApart => Trigger is AttemptTrigger.Resend or AttemptTrigger.Test;

    public bool IsLeased(DateTimeOffset now) => State == DeliveryState.Sending && Time > now;

    public bool IsHeldUnder(long token) => State == DeliveryState.Sending && Token == token;
}
