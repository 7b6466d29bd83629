namespace SmartWms.Webhooks.Reading;

/// <summary>A list, a chart or the audit trail was not read within 5 seconds: few rows match and very many were looked through, or others are reading. Nothing is wrong with what is stored.</summary>
/// <remarks>What helps: name one webhook, a subject, the beginning of an event id, or a shorter time.</remarks>
public sealed class WebhookReadTimeoutException : TimeoutException
{
    /// <summary>With a message that says what helps.</summary>
    public WebhookReadTimeoutException()
        : this("This was not read within 5 seconds. Name one webhook, a subject, the beginning of an event id or a shorter time.")
    {
    }

    /// <summary>With a message of your own.</summary>
    /// <param name="message">What happened.</param>
    public WebhookReadTimeoutException(string message)
        : base(message)
    {
    }

    /// <summary>With a message of your own and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public WebhookReadTimeoutException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
