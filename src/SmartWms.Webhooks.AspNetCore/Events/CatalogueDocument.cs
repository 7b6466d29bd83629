using System.Buffers;
using System.Text.Json;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Events;

/// <summary>The event catalogue as the <c>webhooks</c> of an OpenAPI 3.1 document, so that a receiver's developer can generate code from it.</summary>
internal static class CatalogueDocument
{
    public static byte[] Of(EventCatalogue catalogue, WebhookContract contract)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = ReadableJson.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("openapi", "3.1.1");
            json.WriteStartObject("info");
            json.WriteString("title", $"Webhooks ({contract.Name})");
            json.WriteString("version", typeof(WebhookContract).Assembly.GetName().Version?.ToString(3));
            json.WriteEndObject();
            json.WriteStartObject("webhooks");
            foreach (var type in catalogue.All)
            {
                json.WriteStartObject(type.Name);
                json.WriteStartObject("post");
                Operation(json, type, contract);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Operation(Utf8JsonWriter json, WebhookEventType type, WebhookContract contract)
    {
        json.WriteString("operationId", type.Name);
        json.WriteString("summary", type.Description.Length > 0 ? type.Description : type.Name);
        if (type.Group.Length > 0)
        {
            json.WriteStartArray("tags");
            json.WriteStringValue(type.Group);
            json.WriteEndArray();
        }

        json.WriteStartArray("parameters");
        foreach (var (name, description) in Headers(contract))
        {
            Header(json, name, description);
        }

        json.WriteEndArray();
        Body(json, type, contract);
        json.WriteStartObject("responses");
        json.WriteStartObject("2XX");
        json.WriteString("description", "Accepted. Any other answer, or none in time, is tried again on the promised schedule.");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static IEnumerable<(string Name, string Description)> Headers(WebhookContract contract)
    {
        yield return ($"X-{contract.HeaderPrefix}-Event", "The event's type, for finding errors: trust the signed body instead.");
        yield return ($"X-{contract.HeaderPrefix}-Delivery", "The delivery's id; the same at every attempt.");
        yield return ($"X-{contract.HeaderPrefix}-Attempt", "Which attempt it is, from 1.");
        if (contract.Scheme != SignatureScheme.StandardWebhooks)
        {
            yield return ($"X-{contract.HeaderPrefix}-Signature", "HMAC-SHA256 of the body with the webhook's secret.");
        }

        if (contract.Scheme == SignatureScheme.StandardWebhooks || contract.SendsStandardHeaders)
        {
            yield return (WebhookHeaders.Id, "The event's id; the same at every attempt: what was seen already is not handled again.");
            yield return (WebhookHeaders.Timestamp, "When this attempt was made, in seconds since 1970.");
        }

        if (contract.Scheme == SignatureScheme.StandardWebhooks)
        {
            yield return (WebhookHeaders.Signature, "Standard Webhooks: 'v1,' and base64 of HMAC-SHA256 over id, timestamp and body; one for each valid secret.");
        }
    }

    private static void Header(Utf8JsonWriter json, string name, string description)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("in", "header");
        json.WriteBoolean("required", true);
        json.WriteString("description", description);
        json.WriteStartObject("schema");
        json.WriteString("type", "string");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Body(Utf8JsonWriter json, WebhookEventType type, WebhookContract contract)
    {
        var shape = type.Shapes.GetValueOrDefault(contract.Name) ?? type.Shapes.Values.FirstOrDefault();
        json.WriteStartObject("requestBody");
        json.WriteBoolean("required", true);
        json.WriteStartObject("content");
        json.WriteStartObject("application/json");
        json.WriteStartObject("schema");
        json.WriteString("type", "object");
        json.WriteStartArray("required");
        foreach (var member in (ReadOnlySpan<string>)["id", "type", "timestamp", "data"])
        {
            json.WriteStringValue(member);
        }

        json.WriteEndArray();
        json.WriteStartObject("properties");
        json.WriteStartObject("id");
        json.WriteString("type", "string");
        json.WriteString("pattern", "^[A-Za-z0-9_-]{1,128}$");
        json.WriteEndObject();
        json.WriteStartObject("type");
        json.WriteString("const", type.Name);
        json.WriteEndObject();
        json.WriteStartObject("timestamp");
        json.WriteString("type", "string");
        json.WriteString("format", "date-time");
        json.WriteEndObject();
        json.WritePropertyName("data");
        json.WriteRawValue(shape?.Schema ?? "{}");
        json.WriteEndObject();
        json.WriteEndObject();
        Example(json, type, shape);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Example(Utf8JsonWriter json, WebhookEventType type, WebhookEventShape? shape)
    {
        json.WriteStartObject("example");
        json.WriteString("id", "evt_01h2x3y4z5");
        json.WriteString("type", type.Name);
        json.WriteString("timestamp", "2026-01-15T10:30:00Z");
        json.WritePropertyName("data");
        json.WriteRawValue(shape?.Example ?? "{}");
        json.WriteEndObject();
    }
}
