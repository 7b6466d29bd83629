using System.Text.Json;
using SmartWms.Webhooks.Events;

namespace SmartWms.Webhooks.AspNetCore.Events;

/// <summary>An entry of the event catalogue.</summary>
internal sealed record EventTypeView(string Name, string Group, string Description, string DescriptionThai, bool IsSensitive, IReadOnlyDictionary<string, ShapeView> Shapes)
{
    public static EventTypeView Of(WebhookEventType type) => new(
        type.Name, type.Group, type.Description, type.DescriptionThai, type.IsSensitive,
        type.Shapes.ToDictionary(shape => shape.Key, shape => new ShapeView(Json(shape.Value.Example), Json(shape.Value.Schema))));

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
