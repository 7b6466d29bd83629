namespace SmartWms.Webhooks.Receiver.Handling;

/// <summary>A webhook that was verified, with its data as an object.</summary>
/// <typeparam name="T">What the data became.</typeparam>
public sealed class ReceivedWebhook<T> : ReceivedWebhook
{
    internal ReceivedWebhook(ReceivedWebhook received, T data)
        : base(received.Event, received.Body, received.ReceivedAt, received.Services) => Data = data;

    /// <summary>The event's data.</summary>
    public T Data { get; }
}
