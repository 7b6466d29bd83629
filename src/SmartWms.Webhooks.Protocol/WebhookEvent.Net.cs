using System.Text.Json;

namespace SmartWms.Webhooks.Protocol;

/// <summary>What a received body says.</summary>
public sealed class WebhookEvent
{
    internal WebhookEvent(string id, string type, DateTimeOffset timestamp, JsonElement data)
    {
        Id = id;
        Type = type;
        Timestamp = timestamp;
        Data = data;
    }

    /// <summary>The event's id, 1 to 128 characters, the same on every attempt: skip one that you know.</summary>
    public string Id { get; }

    /// <summary>The event's type, e.g. <see cref="WmsEvents.OrderShipped"/>. May be one that you do not know: acknowledge it and go on.</summary>
    public string Type { get; }

    /// <summary>When it happened, in UTC.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>The event's data, any JSON value; usually <c>Data.Deserialize&lt;T&gt;(…)</c> with the names of the sender's contract.</summary>
    public JsonElement Data { get; }
}
