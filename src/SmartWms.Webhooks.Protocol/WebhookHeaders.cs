namespace SmartWms.Webhooks.Protocol;

/// <summary>The names of the headers that a webhook request carries. Compared without regard to case, as all HTTP header names.</summary>
public static class WebhookHeaders
{
    /// <summary>The signature in <see cref="SignatureScheme.SmartWms"/>: 64 lower-case hexadecimal digits.</summary>
    public const string SmartWmsSignature = "X-SmartWMS-Signature";

    /// <summary>The signature in <see cref="SignatureScheme.Wms"/>: <c>sha256=</c> and 64 lower-case hexadecimal digits.</summary>
    public const string WmsSignature = "X-WMS-Signature";

    /// <summary>The event's id, the same on every attempt: the key to recognise a repetition by.</summary>
    public const string Id = "webhook-id";

    /// <summary>When this attempt was signed, in seconds since 1970-01-01 UTC.</summary>
    public const string Timestamp = "webhook-timestamp";

    /// <summary>The signatures in <see cref="SignatureScheme.StandardWebhooks"/>, separated by one space; several while a secret is rotated.</summary>
    public const string Signature = "webhook-signature";

    /// <summary>The event's type, for people who debug; not signed. Prefix of <see cref="SignatureScheme.SmartWms"/>.</summary>
    public const string SmartWmsEvent = "X-SmartWMS-Event";

    /// <summary>The delivery's id, for people who debug; not signed. Prefix of <see cref="SignatureScheme.SmartWms"/>.</summary>
    public const string SmartWmsDelivery = "X-SmartWMS-Delivery";

    /// <summary>The attempt's number, from 1, for people who debug; not signed. Prefix of <see cref="SignatureScheme.SmartWms"/>.</summary>
    public const string SmartWmsAttempt = "X-SmartWMS-Attempt";

    /// <summary>The event's type, for people who debug; not signed. Prefix of <see cref="SignatureScheme.Wms"/>.</summary>
    public const string WmsEvent = "X-WMS-Event";

    /// <summary>The delivery's id, for people who debug; not signed. Prefix of <see cref="SignatureScheme.Wms"/>.</summary>
    public const string WmsDelivery = "X-WMS-Delivery";

    /// <summary>The attempt's number, from 1, for people who debug; not signed. Prefix of <see cref="SignatureScheme.Wms"/>.</summary>
    public const string WmsAttempt = "X-WMS-Attempt";

    /// <summary>The event's type, for people who debug; not signed. Prefix of <see cref="SignatureScheme.StandardWebhooks"/>.</summary>
    public const string StandardEvent = "X-Webhook-Event";

    /// <summary>The delivery's id, for people who debug; not signed. Prefix of <see cref="SignatureScheme.StandardWebhooks"/>.</summary>
    public const string StandardDelivery = "X-Webhook-Delivery";

    /// <summary>The attempt's number, from 1, for people who debug; not signed. Prefix of <see cref="SignatureScheme.StandardWebhooks"/>.</summary>
    public const string StandardAttempt = "X-Webhook-Attempt";
}
