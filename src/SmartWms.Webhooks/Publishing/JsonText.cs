using System.Text.Json;
using System.Text.Unicode;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Publishing;

/// <summary>Looks through raw JSON once, so that no receiver gets half a value.</summary>
internal static class JsonText
{
    /// <exception cref="WebhookInputException">It is not one JSON value; the message says where, never what.</exception>
    public static byte[] Checked(ReadOnlyMemory<byte> utf8Json)
    {
        if (!Utf8.IsValid(utf8Json.Span))
        {
            throw new WebhookInputException("The data is not one JSON value: its bytes are not UTF-8.", nameof(utf8Json));
        }

        var reader = new Utf8JsonReader(utf8Json.Span);
        try
        {
            while (reader.Read())
            {
                // Looking is enough: the reader checks syntax and depth, and not the bytes inside strings.
                _ = reader.TokenType;
            }
        }
        catch (JsonException exception)
        {
            throw new WebhookInputException($"The data is not one JSON value: see line {exception.LineNumber}, byte {exception.BytePositionInLine}.", nameof(utf8Json));
        }

        return utf8Json.ToArray();
    }
}
