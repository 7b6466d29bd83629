namespace SmartWms.Webhooks.Subscriptions;

/// <summary>The webhook or delivery stands where this cannot be done: paused, disabled, being sent, ended already. The message says what to do first.</summary>
public sealed class WebhookStateException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    public WebhookStateException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What stands where, and what to do first.</param>
    public WebhookStateException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What stands where, and what to do first.</param>
    /// <param name="innerException">The cause.</param>
    public WebhookStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
