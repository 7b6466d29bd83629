using System.Collections;
using System.Reflection;

namespace SmartWms.Webhooks.House.Tests.Reference;

/// <summary>The rows of a table of options: key, type, default, limits, words.</summary>
internal static class OptionRows
{
    /// <summary>A row for each public property that can be set, or whose list can be filled, also of the groups below.</summary>
    /// <param name="options">A new one: what it holds are the defaults.</param>
    /// <param name="prefix">Before each key: <c>Pump:</c>.</param>
    /// <param name="limits">By key.</param>
    public static IEnumerable<string> Of(object options, string prefix, IReadOnlyDictionary<string, string> limits)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0))
        {
            var key = prefix + property.Name;
            var docs = new XmlDocs(property.DeclaringType!.Assembly.GetName().Name!);      // what options inherit is described where it is written
            if (IsGroup(property))
            {
                foreach (var row in Of(property.GetValue(options)!, key + ":", limits))
                {
                    yield return row;
                }
            }
            else
            {
                yield return $"| `{key}` | `{Type(property.PropertyType)}` | {Default(property, property.GetValue(options), docs)} | {limits.GetValueOrDefault(key, "")} | {docs.Summary(property)} |";
            }
        }
    }

    /// <summary>Options that belong together: a class of ours that is only read, with settings of its own.</summary>
    public static bool IsGroup(PropertyInfo property) => !property.CanWrite && property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal);

    private static string Type(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? Type(value) + "?"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Type))}>"
        : type == typeof(int) ? "int" : type == typeof(bool) ? "bool" : type == typeof(string) ? "string" : type == typeof(double) ? "double" : type.Name;

    /// <summary>What code gives, where that is a plain value that holds everywhere; else what the documentation says.</summary>
    private static string Default(PropertyInfo property, object? value, XmlDocs docs) => value switch
    {
        bool flag => flag ? "`true`" : "`false`",
        int or double or TimeSpan => OptionLimits.Shown(value),
        Enum one => $"`{one}`",
        _ when docs.Value(property) is { Length: > 0 } words => words.TrimEnd('.'),
        IEnumerable list and not string when !list.GetEnumerator().MoveNext() => "none",
        null => "none",
        Addresses.AddressPolicy => "its defaults below",
        _ => OptionLimits.Shown(value),
    };
}
