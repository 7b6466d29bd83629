using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace SmartWms.Webhooks.Tests.Secrets;

/// <summary>Texts that must come out nowhere, and every way of printing an object.</summary>
internal sealed class Canaries
{
    private const int Deepest = 6;

    private static readonly JsonSerializerOptions Everything = new() { IncludeFields = true, MaxDepth = 32, ReferenceHandler = System.Text.Json.Serialization.ReferenceHandler.IgnoreCycles };

    private readonly List<string> _sought = [];
    private readonly List<string> _found = [];

    /// <summary>Where one was seen.</summary>
    public IReadOnlyList<string> Found => _found;

    /// <summary>How many texts were looked through.</summary>
    public int Looked { get; private set; }

    /// <summary>Seeks a text as it is, in base64 and in hexadecimal, and what a whsec_ holds in base64.</summary>
    public string Seek(string text)
    {
        foreach (var bytes in text.StartsWith("whsec_", StringComparison.Ordinal) ? [Encoding.UTF8.GetBytes(text), Convert.FromBase64String(text[6..])] : new[] { Encoding.UTF8.GetBytes(text) })
        {
            _sought.AddRange([Convert.ToBase64String(bytes)[..20], Convert.ToHexString(bytes)[..32], Convert.ToHexStringLower(bytes)[..32]]);
        }

        // Its last four characters are the hint.
        _sought.AddRange([text[..^4], text[6..^4]]);
        return text;
    }

    public void Look(string where, string? text)
    {
        Looked++;
        if (text is not null && _sought.Any(sought => text.Contains(sought, StringComparison.Ordinal)))
        {
            _found.Add(where);
        }
    }

    /// <summary>Everything that an object prints: its text, its JSON, what a debugger shows, and the same of whatever its public properties lead to.</summary>
    public void Dump(string where, object? value) => Dump(where, value, 0, new HashSet<object>(ReferenceEqualityComparer.Instance));

    private void Dump(string where, object? value, int depth, HashSet<object> seen)
    {
        if (value is null || depth > Deepest || (!value.GetType().IsValueType && !seen.Add(value)))
        {
            return;
        }

        var type = value.GetType();
        Look($"{where} as text", value.ToString());
        if (value is byte[] bytes)
        {
            Look(where, Encoding.Latin1.GetString(bytes));
        }

        if (value is ReadOnlyMemory<byte> memory)
        {
            Look(where, Encoding.Latin1.GetString(memory.Span));
            return;
        }

        if (type.Namespace?.StartsWith("SmartWms", StringComparison.Ordinal) == true)
        {
            Look($"{where} as JSON", Json(value));
            Look($"{where} in a debugger", Debugger(value));
        }

        if (value is string || type.IsPrimitive || type.Namespace == "System")
        {
            return;
        }

        if (value is IEnumerable list)
        {
            var index = 0;
            foreach (var item in list)
            {
                Dump($"{where}[{index++}]", item, depth + 1, seen);
            }

            return;
        }

        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0))
        {
            Dump($"{where}.{property.Name}", Read(() => property.GetValue(value)), depth + 1, seen);
        }
    }

    private static string? Json(object value) => Read(() => JsonSerializer.Serialize(value, Everything)) as string;

    /// <summary>The debugger's line, and the fields and properties that it unfolds.</summary>
    private static string Debugger(object value)
    {
        var type = value.GetType();
        var line = type.GetCustomAttribute<DebuggerDisplayAttribute>()?.Value ?? value.ToString();
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var shown = type.GetMembers(All)
            .Where(member => member.GetCustomAttribute<DebuggerBrowsableAttribute>()?.State != DebuggerBrowsableState.Never && !member.Name.StartsWith('<'))
            .Select(member => member switch
            {
                PropertyInfo property when property.GetIndexParameters().Length == 0 => $"{member.Name} = {Read(() => property.GetValue(value))}",
                FieldInfo field => $"{member.Name} = {field.GetValue(value)}",
                _ => "",
            });
        return $"{line} {string.Join(' ', shown)}";
    }

    private static object? Read(Func<object?> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }
}
