namespace SmartWms.Webhooks.Deliveries;

/// <summary>A transaction that events cannot be published in. Nothing was written; the message says why and what to do.</summary>
public sealed class WebhookTransactionException : InvalidOperationException
{
    /// <summary>Without a message.</summary>
    public WebhookTransactionException()
    {
    }

    /// <summary>With what is wrong and what to do.</summary>
    /// <param name="message">For a developer.</param>
    public WebhookTransactionException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong and the error behind it.</summary>
    /// <param name="message">For a developer.</param>
    /// <param name="innerException">The provider's own error.</param>
    public WebhookTransactionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
