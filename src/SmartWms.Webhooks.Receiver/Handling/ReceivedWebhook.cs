using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>A webhook that was verified.</summary>
public sealed class ReceivedWebhook
{
    internal ReceivedWebhook(WebhookEvent received, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt, IServiceProvider services)
    {
        Event = received;
        Body = body;
        ReceivedAt = receivedAt;
        Services = services;
    }

    /// <summary>What the body says.</summary>
    public WebhookEvent Event { get; }

    /// <summary>The event's id: the same at every attempt.</summary>
    public string Id => Event.Id;

    /// <summary>The event's type.</summary>
    public string Type => Event.Type;

    /// <summary>When it happened.</summary>
    public DateTimeOffset Timestamp => Event.Timestamp;

    /// <summary>The bytes as they came, which the signature is over.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>When it arrived here first.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>Services for this one event, scoped to its handler.</summary>
    public IServiceProvider Services { get; }
}
