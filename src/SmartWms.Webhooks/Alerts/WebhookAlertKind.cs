namespace SmartWms.Webhooks.Alerts;

/// <summary>What people should know of.</summary>
public enum WebhookAlertKind
{
    /// <summary>A delivery failed for good.</summary>
    DeliveryFailed = 0,

    /// <summary>The engine disabled a webhook.</summary>
    WebhookDisabled = 1,

    /// <summary>Several deliveries of one webhook failed in a row.</summary>
    WebhookFailing = 2,
}
