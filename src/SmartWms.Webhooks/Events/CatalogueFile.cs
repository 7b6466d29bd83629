using System.Collections.Frozen;
using System.Text.Json;

namespace SmartWms.Webhooks.Events;

/// <summary>Reads one file of <c>Events/Catalogue</c>: names, descriptions, and the shape of <c>data</c> in camelCase.</summary>
/// <remarks>
/// The snake_case shape of contract <c>wms</c> is derived, as the engine derives names when it serialises, so the two cannot drift apart.
/// Where the documents differ in more than naming, the file gives that shape itself under <c>wms</c>.
/// </remarks>
internal static class CatalogueFile
{
    internal static WebhookEventType Read(Stream file)
    {
        using var document = JsonDocument.Parse(file);
        var root = document.RootElement;

        return new WebhookEventType
        {
            Name = Text(root, "name"),
            Group = Text(root, "group"),
            Description = Text(root, "description"),
            DescriptionThai = Text(root, "descriptionThai"),
            IsSensitive = root.TryGetProperty("sensitive", out var sensitive) && sensitive.GetBoolean(),
            Shapes = Shapes(root),
        };
    }

    private static FrozenDictionary<string, WebhookEventShape> Shapes(JsonElement root)
    {
        var camelCase = Shape(root, MemberNaming.AsWritten);
        var snakeCase = root.TryGetProperty("wms", out var own) ? Shape(own, MemberNaming.AsWritten) : Shape(root, MemberNaming.SnakeCase);

        return new Dictionary<string, WebhookEventShape>
        {
            ["smartwms"] = camelCase,
            ["standardwebhooks"] = camelCase,
            ["wms"] = snakeCase,
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static WebhookEventShape Shape(JsonElement holder, MemberNaming naming) =>
        new(ShapeWriter.Example(holder.GetProperty("example"), naming), ShapeWriter.Schema(holder.GetProperty("schema"), naming));

    private static string Text(JsonElement root, string member) => root.GetProperty(member).GetString()!;
}
