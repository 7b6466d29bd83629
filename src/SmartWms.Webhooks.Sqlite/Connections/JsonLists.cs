using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartWms.Webhooks.Sqlite.Connections;

/// <summary>Lists in one column: JSON text.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(long[]))]
internal sealed partial class JsonLists : JsonSerializerContext
{
    /// <summary>What JSON writes as it is, whatever the encoder.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:/ ");

    /// <remarks>The usual list, one plain word, is put together without a serialiser: it is written on the writer's thread for each event.</remarks>
    public static string Write(IReadOnlyList<string> list) => list switch
    {
        [] => "[]",
        [var word] when !word.AsSpan().ContainsAnyExcept(Plain) => $"[\"{word}\"]",
        _ => JsonSerializer.Serialize(list, Default.IReadOnlyListString),
    };

    public static string Write(long[] list) => list.Length == 0 ? "[]" : JsonSerializer.Serialize(list, Default.Int64Array);

    public static string[] ReadStrings(string json) => json == "[]" ? [] : JsonSerializer.Deserialize(json, Default.StringArray)!;

    public static long[] ReadNumbers(string json) => JsonSerializer.Deserialize(json, Default.Int64Array)!;
}
