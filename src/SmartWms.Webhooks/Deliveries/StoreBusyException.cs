namespace SmartWms.Webhooks.Deliveries;

/// <summary>More publishes wait for the store than it keeps waiting (10,000). Nothing was stored; publish again later.</summary>
public sealed class StoreBusyException : InvalidOperationException
{
    /// <summary>With a message that says what happened.</summary>
    public StoreBusyException()
        : this("Too many publishes are waiting for the store.")
    {
    }

    /// <summary>With a message of your own.</summary>
    /// <param name="message">What happened.</param>
    public StoreBusyException(string message)
        : base(message)
    {
    }

    /// <summary>With a message of your own and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public StoreBusyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
