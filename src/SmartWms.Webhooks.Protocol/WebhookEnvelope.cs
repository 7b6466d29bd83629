using System.Globalization;
using System.Text;

namespace SmartWms.Webhooks.Protocol;

/// <summary>The body of every webhook request: <c>{"id":"evt_…","type":"order.shipped","timestamp":"2024-01-15T10:30:00Z","data":{…}}</c>.</summary>
/// <remarks>Exactly these four members in this order, UTF-8 without a byte order mark and without indentation.</remarks>
public static partial class WebhookEnvelope
{
    private const string Open = "{\"id\":\"";
    private const string Type = "\",\"type\":\"";
    private const string Timestamp = "\",\"timestamp\":\"";
    private const string Data = "\",\"data\":";
    private const byte ClosingBrace = (byte)'}';

    /// <summary>Writes a body.</summary>
    /// <param name="id">The event's id, by the rule of <see cref="EventId"/>.</param>
    /// <param name="type">The event's type, by the rule of <see cref="EventTypeName"/>.</param>
    /// <param name="timestamp">When it happened; written in UTC, cut to whole seconds.</param>
    /// <param name="dataJson">One JSON value in UTF-8, copied as it is: neither checked nor re-formatted. Not empty.</param>
    /// <returns>The bytes to store, sign and send.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The id or the type breaks its rule, or <paramref name="dataJson"/> is empty.</exception>
    public static byte[] Write(string id, string type, DateTimeOffset timestamp, byte[] dataJson)
    {
        ArgumentNullException.ThrowIfNull(dataJson);
        return WriteBytes(id, type, timestamp, dataJson);
    }

    private static byte[] WriteBytes(string id, string type, DateTimeOffset timestamp, Bytes dataJson)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(type);
        if (!EventId.IsValid(id))
        {
            throw new ArgumentException($"'{id}' is no event id: 1 to 128 characters of A-Z a-z 0-9 _ -.", nameof(id));
        }

        if (!EventTypeName.IsValid(type))
        {
            throw new ArgumentException($"'{type}' is no event type: 1 to 128 characters, parts of a-z 0-9 _ with a dot between two.", nameof(type));
        }

        if (dataJson.Length == 0)
        {
            throw new ArgumentException("Data is one JSON value; an event without data has {} or null.", nameof(dataJson));
        }

        // Neither rule lets through a character that JSON would escape, and all but the data is ASCII.
        var time = timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var body = new byte[Open.Length + id.Length + Type.Length + type.Length + Timestamp.Length + time.Length + Data.Length + dataJson.Length + 1];
        var at = 0;
        Put(Open);
        Put(id);
        Put(Type);
        Put(type);
        Put(Timestamp);
        Put(time);
        Put(Data);
        Framework.Copy(dataJson, body, at);
        body[body.Length - 1] = ClosingBrace;
        return body;

        void Put(string text) => at += Encoding.ASCII.GetBytes(text, 0, text.Length, body, at);
    }
}
