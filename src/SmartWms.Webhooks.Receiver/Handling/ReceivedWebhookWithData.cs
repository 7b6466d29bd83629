namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>A webhook that was verified, with its data as an object.</summary>
/// <typeparam name="T">What the data became.</typeparam>
public sealed class ReceivedWebhook<T>
{
    internal ReceivedWebhook(ReceivedWebhook webhook, T data)
    {
        Webhook = webhook;
        Data = data;
    }

    /// <summary>The event's data.</summary>
    public T Data { get; }

    /// <summary>All that was received: type, time, the raw bytes.</summary>
    public ReceivedWebhook Webhook { get; }

    /// <summary>The event's id: the same at every attempt.</summary>
    public string Id => Webhook.Id;

    /// <summary>Services for this one event, scoped to its handler.</summary>
    public IServiceProvider Services => Webhook.Services;
}
