namespace SmartWms.Webhooks.Deliveries;

/// <summary>Where a delivery stands. Delivered, Failed and Cancelled are terminal; only a resend works on a terminal delivery again.</summary>
public enum DeliveryState
{
    /// <summary>Waits until it is due. Shown as held while its subscription is not active.</summary>
    Pending = 0,

    /// <summary>Claimed by a node under a lease.</summary>
    Sending = 1,

    /// <summary>The receiver answered 2xx. Shown to people as "Success".</summary>
    Delivered = 2,

    /// <summary>The schedule is used up, or the delivery was set aside.</summary>
    Failed = 3,

    /// <summary>Given up before its end: subscription deleted, held too long, or a person's decision.</summary>
    Cancelled = 4,
}
