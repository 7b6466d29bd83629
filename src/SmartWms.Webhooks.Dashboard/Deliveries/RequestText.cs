using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>A request as text to read and to try out. What proves or grants something is masked.</summary>
internal static class RequestText
{
    public const string Mask = "***";

    private const int MostOfAnswer = 4 * 1024;
    private const int MostOfBody = 32 * 1024;
    private const int MostLevels = 16;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };      // the page encodes it; Thai stays readable

    /// <summary>The headers as its webhook is configured now, with what is known of the last attempt, or of the first to come.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(DeliveryView view)
    {
        var last = view.Details.Attempts.Count > 0 ? view.Details.Attempts[^1] : null;
        var headers = new List<KeyValuePair<string, string>>
        {
            new("Content-Type", "application/json; charset=utf-8"),
            new("User-Agent", $"SmartWms.Webhooks/{typeof(WebhookContract).Assembly.GetName().Version?.ToString(3)}"),
        };
        headers.AddRange((view.Webhook?.HeaderNames ?? []).Select(name => new KeyValuePair<string, string>(name, Mask)));
        if (view.Contract is { } contract)
        {
            headers.Add(new($"X-{contract.HeaderPrefix}-Event", view.Delivery.EventType));
            headers.Add(new($"X-{contract.HeaderPrefix}-Delivery", view.Delivery.Id.ToString()));
            headers.Add(new($"X-{contract.HeaderPrefix}-Attempt", (last?.Number ?? 1).ToString(CultureInfo.InvariantCulture)));
            if (SignatureHeaders.OfBody(contract.Scheme) is { } ofBody)
            {
                headers.Add(new(ofBody, Mask));
            }

            if (contract.SendsStandardHeaders || contract.Scheme == SignatureScheme.StandardWebhooks)
            {
                headers.Add(new(WebhookHeaders.Id, view.Delivery.EventId));
                headers.Add(new(WebhookHeaders.Timestamp, last?.StartedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) ?? Mask));
                if (view.Webhook?.HasStandardSecret != false)
                {
                    headers.Add(new(WebhookHeaders.Signature, Mask));
                }
            }
        }

        return headers;
    }

    /// <summary>A command for a POSIX shell. Masked headers are left out: a receiver that gets asterisks says nothing about the real ones.</summary>
    public static string Curl(string url, IEnumerable<KeyValuePair<string, string>> headers, byte[] body)
    {
        var command = new StringBuilder($"curl -X POST {Quoted(url)}");
        foreach (var (name, value) in headers.Where(header => header.Value != Mask))
        {
            command.Append(" \\\n  -H ").Append(Quoted($"{name}: {value}"));
        }

        return command.Append(" \\\n  --data-raw ").Append(Quoted(Encoding.UTF8.GetString(body))).ToString();
    }

    /// <summary>What a receiver answered, with line breaks where it is short and flat JSON: indenting can make a page of a megabyte of 16 KiB of brackets.</summary>
    public static string Answer(byte[] bytes) => Indented(bytes, MostOfAnswer, MostLevels);

    /// <summary>What was published, with line breaks as <see cref="Answer"/>.</summary>
    public static string Body(byte[] bytes) => Indented(bytes, MostOfBody, MostLevels);

    /// <summary>JSON of the host's own with line breaks; anything else as it is.</summary>
    public static string Pretty(byte[] bytes) => Indented(bytes, int.MaxValue, 64);

    private static string Indented(byte[] bytes, int most, int levels)
    {
        if (bytes.Length > most)
        {
            return Encoding.UTF8.GetString(bytes);
        }

        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = levels });
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, Readable))
            {
                json.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(buffer.ToArray());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Encoding.UTF8.GetString(bytes);      // what a receiver answers may be anything, half a surrogate pair too
        }
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
