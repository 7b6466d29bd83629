namespace SmartWms.Webhooks.Conformance;

/// <summary>A store does not do what a rule says. The message names the rule, what was expected and what came.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Without a message.</summary>
    public ConformanceException()
    {
    }

    /// <summary>With what was expected and what came.</summary>
    /// <param name="message">For a developer.</param>
    public ConformanceException(string message)
        : base(message)
    {
    }

    /// <summary>With what was expected and what came, and the error behind it.</summary>
    /// <param name="message">For a developer.</param>
    /// <param name="innerException">What the store threw, or where the rule was when it found this.</param>
    public ConformanceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
