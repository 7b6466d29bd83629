using System.Text.Json;

namespace SmartWms.Webhooks.Tests.Events;

/// <summary>Checks a JSON value against the keywords that the catalogue's schemas use; any other keyword is an error of the schema.</summary>
internal static class SchemaCheck
{
    private static readonly HashSet<string> Annotations = ["$schema", "description", "format"];

    /// <summary>What is wrong, each with its path. Empty: the value satisfies the schema.</summary>
    internal static List<string> Errors(string json, string schema)
    {
        using var value = JsonDocument.Parse(json);
        using var rules = JsonDocument.Parse(schema);
        var errors = new List<string>();
        Check("$", value.RootElement, rules.RootElement, errors);
        return errors;
    }

    private static void Check(string path, JsonElement value, JsonElement schema, List<string> errors)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            switch (keyword.Name)
            {
                case "type" when !IsOfType(value, keyword.Value.GetString()!):
                    errors.Add($"{path} is not of type {keyword.Value}");
                    break;
                case "required" when value.ValueKind == JsonValueKind.Object:
                    errors.AddRange(keyword.Value.EnumerateArray()
                        .Where(name => !value.TryGetProperty(name.GetString()!, out _))
                        .Select(name => $"{path}.{name} is missing"));
                    break;
                case "properties" when value.ValueKind == JsonValueKind.Object:
                    CheckMembers(path, value, keyword.Value, errors);
                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    foreach (var (index, item) in value.EnumerateArray().Index())
                    {
                        Check($"{path}[{index}]", item, keyword.Value, errors);
                    }

                    break;
                case "enum" when !keyword.Value.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)):
                    errors.Add($"{path} is not one of {keyword.Value}");
                    break;
                case "minimum" when value.ValueKind == JsonValueKind.Number && value.GetDecimal() < keyword.Value.GetDecimal():
                    errors.Add($"{path} is less than {keyword.Value}");
                    break;
                case "type" or "required" or "properties" or "items" or "enum" or "minimum":
                    break;
                default:
                    if (!Annotations.Contains(keyword.Name))
                    {
                        errors.Add($"{path}: this check does not know the keyword {keyword.Name}");
                    }

                    break;
            }
        }
    }

    private static void CheckMembers(string path, JsonElement value, JsonElement properties, List<string> errors)
    {
        foreach (var property in properties.EnumerateObject())
        {
            if (value.TryGetProperty(property.Name, out var member))
            {
                Check($"{path}.{property.Name}", member, property.Value, errors);
            }
        }
    }

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && decimal.IsInteger(value.GetDecimal()),
        _ => false,
    };
}
