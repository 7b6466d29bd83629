namespace SmartWms.Webhooks.Subscriptions;

/// <summary>There is no such webhook or delivery for whom asked; a foreign tenant's is not told apart from none.</summary>
public sealed class WebhookNotFoundException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    public WebhookNotFoundException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was not found.</param>
    public WebhookNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was not found.</param>
    /// <param name="innerException">The cause.</param>
    public WebhookNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
