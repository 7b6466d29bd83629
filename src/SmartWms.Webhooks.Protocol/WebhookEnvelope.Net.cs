using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace SmartWms.Webhooks.Protocol;

public static partial class WebhookEnvelope
{
    // A fraction of a second is read though never written; a time without Z is nobody's time.
    private const string TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    // A name that stands twice is read one way by us and the other way by the next in line.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <inheritdoc cref="Write(string, string, DateTimeOffset, byte[])"/>
    public static byte[] Write(string id, string type, DateTimeOffset timestamp, ReadOnlySpan<byte> dataJson) =>
        WriteBytes(id, type, timestamp, dataJson);

    /// <summary>Reads a body. Verify it first: this says that it is well formed, not who wrote it.</summary>
    /// <param name="body">The body as it was received.</param>
    /// <param name="webhookEvent">The event, independent of <paramref name="body"/>; or <see langword="null"/>.</param>
    /// <returns>
    /// <see langword="false"/> for anything but one JSON object in valid UTF-8, at most 64 levels deep, with a valid <c>id</c> and <c>type</c>, a
    /// <c>timestamp</c> in UTC ending in <c>Z</c>, and <c>data</c>; and for a name that stands twice in one object. Other members are passed over.
    /// </returns>
    public static bool TryRead(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out WebhookEvent? webhookEvent)
    {
        webhookEvent = null;
        if (!Utf8.IsValid(body.Span))
        {
            return false;
        }

        try
        {
            webhookEvent = Read(JsonElement.Parse(body.Span, Strict));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or text with half of a surrogate pair, which is JSON and yet no text.
        }

        return webhookEvent is not null;
    }

    private static WebhookEvent? Read(JsonElement envelope)
    {
        if (envelope.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var id = Text(envelope, "id");
        var type = Text(envelope, "type");
        return EventId.IsValid(id)
            && EventTypeName.IsValid(type)
            && DateTimeOffset.TryParseExact(
                Text(envelope, "timestamp"), TimestampFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var timestamp)
            && envelope.TryGetProperty("data", out var data)
                ? new WebhookEvent(id, type, timestamp, data)
                : null;
    }

    private static string? Text(JsonElement envelope, string name) =>
        envelope.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
