using SmartWms.Webhooks.Deliveries;

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

    internal static WebhookEventConflictException Of(AddResult result) => new(
        $"The event id '{result.ConflictingEventId}' is taken by an event of another type or with other data. Nothing was stored; give the new event an id of its own.");
}
