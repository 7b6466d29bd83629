using System.Collections;
using System.Globalization;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>A value as a message shows it.</summary>
internal static class Shown
{
    private const int MostItems = 20;
    private const int MostBytes = 48;
    private const int MostText = 200;

    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => text.Length <= MostText ? $"\"{text}\"" : $"\"{text[..MostText]}…\" ({text.Length} characters)",
        byte[] bytes => $"{bytes.Length} bytes {Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, MostBytes)))}",
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        IEnumerable items => Of(items.Cast<object?>().ToArray()),
        System.Runtime.CompilerServices.ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(index => Of(tuple[index])))})",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Of(object?[] items) =>
        $"[{string.Join(", ", items.Take(MostItems).Select(Of))}{(items.Length > MostItems ? $", … {items.Length} in all" : "")}]";
}
