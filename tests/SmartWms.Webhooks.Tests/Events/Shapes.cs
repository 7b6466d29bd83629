using System.Text.Json;
using System.Text.RegularExpressions;
using SmartWms.Webhooks.Events;

namespace SmartWms.Webhooks.Tests.Events;

/// <summary>What the tests of shapes ask of an example and a schema.</summary>
internal static partial class Shapes
{
    /// <summary>Paths of all members of an example, e.g. <c>items[].sku</c>; items of an array are taken together.</summary>
    internal static SortedSet<string> MembersOfExample(string json)
    {
        using var document = JsonDocument.Parse(json);
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        CollectFromExample("", document.RootElement, paths);
        return paths;
    }

    /// <summary>Paths of all members that a schema describes.</summary>
    internal static SortedSet<string> MembersOfSchema(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        CollectFromSchema("", document.RootElement, paths);
        return paths;
    }

    /// <summary>Names of members alone, from every depth.</summary>
    internal static IEnumerable<string> Names(IEnumerable<string> paths) => paths.SelectMany(path => path.Replace("[]", "", StringComparison.Ordinal).Split('.')).Distinct();

    /// <summary>Written apart from the engine's naming on purpose.</summary>
    internal static string ToSnakeCase(string camelCase) => Capital().Replace(camelCase, match => "_" + match.Value.ToLowerInvariant());

    internal static WebhookEventShape Of(string type, string contract) => StandardEventTypes.All.Single(entry => entry.Name == type).Shapes[contract];

    private static void CollectFromExample(string path, JsonElement value, SortedSet<string> paths)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                CollectFromExample(path + "[]", item, paths);
            }
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                var inner = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
                Assert.True(paths.Add(inner) || path.EndsWith("[]", StringComparison.Ordinal), $"{inner} stands twice");
                CollectFromExample(inner, member.Value, paths);
            }
        }
    }

    private static void CollectFromSchema(string path, JsonElement schema, SortedSet<string> paths)
    {
        if (schema.TryGetProperty("items", out var items))
        {
            CollectFromSchema(path + "[]", items, paths);
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                var inner = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
                Assert.True(paths.Add(inner), $"{inner} stands twice");
                CollectFromSchema(inner, property.Value, paths);
            }
        }
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
