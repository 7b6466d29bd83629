namespace SmartWms.Webhooks.Testing;

/// <summary>Something was published or received that a test did not expect, or was not. Every test framework shows it as a failure; the message lists what there was.</summary>
public sealed class WebhookAssertionException : Exception
{
    /// <summary>Without a message.</summary>
    public WebhookAssertionException()
    {
    }

    /// <summary>With what was expected and what came.</summary>
    /// <param name="message">For a developer.</param>
    public WebhookAssertionException(string message)
        : base(message)
    {
    }

    /// <summary>With what was expected and what came, and the error behind it.</summary>
    /// <param name="message">For a developer.</param>
    /// <param name="innerException">The cause.</param>
    public WebhookAssertionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
