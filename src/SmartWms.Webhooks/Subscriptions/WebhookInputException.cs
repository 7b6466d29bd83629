namespace SmartWms.Webhooks.Subscriptions;

/// <summary>
/// What was given breaks a rule of the engine: the message names the value, the rule and the limit, never a secret's value, and may be shown to whoever gave it. Any other
/// <see cref="ArgumentException"/> (of a database driver, a protector, a host's own type) says nothing of the kind.
/// </summary>
public sealed class WebhookInputException : ArgumentException
{
    private readonly string? _rule;

    /// <summary>Makes the exception.</summary>
    public WebhookInputException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The value, the rule and the limit.</param>
    public WebhookInputException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The value, the rule and the limit.</param>
    /// <param name="innerException">The cause.</param>
    public WebhookInputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The value, the rule and the limit.</param>
    /// <param name="paramName">The parameter that it was given in.</param>
    public WebhookInputException(string message, string paramName)
        : base(message, paramName) => _rule = message;

    /// <summary>The message without the name of a parameter behind it.</summary>
    public string Rule => _rule ?? Message;
}
