using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmartWms.Webhooks.Events;

/// <summary>Writes an example, or a JSON Schema, on one line with its members named for a contract and its Thai as itself.</summary>
internal static class ShapeWriter
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    // An example goes out as the body of a test event, and bodies carry Thai unescaped.
    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Example(JsonElement example, MemberNaming naming) => Write(writer => WriteExample(writer, example, naming));

    internal static string Schema(JsonElement schema, MemberNaming naming) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", Dialect);
        WriteKeywords(writer, schema, naming);
        writer.WriteEndObject();
    });

    private static void WriteExample(Utf8JsonWriter writer, JsonElement value, MemberNaming naming)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(Named(member.Name, naming));
                    WriteExample(writer, member.Value, naming);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteExample(writer, item, naming);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    // A keyword keeps its name, a member does not, and one may be called like the other ("items" is both).
    private static void WriteKeywords(Utf8JsonWriter writer, JsonElement schema, MemberNaming naming)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            switch (keyword.Name)
            {
                case "properties":
                    writer.WriteStartObject(keyword.Name);
                    foreach (var member in keyword.Value.EnumerateObject())
                    {
                        writer.WriteStartObject(Named(member.Name, naming));
                        WriteKeywords(writer, member.Value, naming);
                        writer.WriteEndObject();
                    }

                    writer.WriteEndObject();
                    break;
                case "items":
                    writer.WriteStartObject(keyword.Name);
                    WriteKeywords(writer, keyword.Value, naming);
                    writer.WriteEndObject();
                    break;
                case "required":
                    writer.WriteStartArray(keyword.Name);
                    foreach (var name in keyword.Value.EnumerateArray())
                    {
                        writer.WriteStringValue(Named(name.GetString()!, naming));
                    }

                    writer.WriteEndArray();
                    break;
                default:
                    keyword.WriteTo(writer);
                    break;
            }
        }
    }

    private static string Named(string name, MemberNaming naming) =>
        naming == MemberNaming.SnakeCase ? JsonNamingPolicy.SnakeCaseLower.ConvertName(name) : name;

    private static string Write(Action<Utf8JsonWriter> content)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Unescaped))
        {
            content(writer);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
