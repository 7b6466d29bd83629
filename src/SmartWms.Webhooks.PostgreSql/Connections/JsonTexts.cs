using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartWms.Webhooks.PostgreSql.Connections;

/// <summary>A list of texts as JSON.</summary>
[JsonSerializable(typeof(IEnumerable<string>))]
internal sealed partial class JsonTexts : JsonSerializerContext
{
    public static string Write(IReadOnlyList<string> list) => JsonSerializer.Serialize(list.Select(text => StorableText.Of(text)!), Default.IEnumerableString);
}
