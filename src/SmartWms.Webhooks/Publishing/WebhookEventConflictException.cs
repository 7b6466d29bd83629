namespace SmartWms.Webhooks.Publishing;

/// <summary>The event id is taken by an event of another type or with other data. Nothing was written.</summary>
public sealed class WebhookEventConflictException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    public WebhookEventConflictException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which id.</param>
    public WebhookEventConflictException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which id.</param>
    /// <param name="innerException">The cause.</param>
    public WebhookEventConflictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
