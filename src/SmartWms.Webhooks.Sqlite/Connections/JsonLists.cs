using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartWms.Webhooks.Sqlite.Connections;

/// <summary>Lists in one column: JSON text.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(long[]))]
internal sealed partial class JsonLists : JsonSerializerContext
{
    public static string Write(IReadOnlyList<string> list) => list.Count == 0 ? "[]" : JsonSerializer.Serialize(list, Default.IReadOnlyListString);

    public static string Write(long[] list) => list.Length == 0 ? "[]" : JsonSerializer.Serialize(list, Default.Int64Array);

    public static string[] ReadStrings(string json) => json == "[]" ? [] : JsonSerializer.Deserialize(json, Default.StringArray)!;

    public static long[] ReadNumbers(string json) => JsonSerializer.Deserialize(json, Default.Int64Array)!;
}
