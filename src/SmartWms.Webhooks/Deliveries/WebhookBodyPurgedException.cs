namespace SmartWms.Webhooks.Deliveries;

/// <summary>The delivery's body is no longer kept (<c>Retention.Log</c>), so it cannot be sent again.</summary>
public sealed class WebhookBodyPurgedException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    public WebhookBodyPurgedException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which delivery.</param>
    public WebhookBodyPurgedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which delivery.</param>
    /// <param name="innerException">The cause.</param>
    public WebhookBodyPurgedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
