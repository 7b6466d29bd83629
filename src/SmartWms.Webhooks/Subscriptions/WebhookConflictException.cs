namespace SmartWms.Webhooks.Subscriptions;

/// <summary>Somebody else changed the webhook since it was read: read it again, apply the change again.</summary>
public sealed class WebhookConflictException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    public WebhookConflictException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which webhook and which versions.</param>
    public WebhookConflictException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which webhook and which versions.</param>
    /// <param name="innerException">The cause.</param>
    public WebhookConflictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
