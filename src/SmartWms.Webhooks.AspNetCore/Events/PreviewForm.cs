using System.Text.Json;

namespace SmartWms.Webhooks.AspNetCore.Events;

/// <summary>An event that is not published.</summary>
internal sealed class PreviewForm
{
    public string EventType { get; set; } = "";

    public JsonElement Data { get; set; }

    public string? EventId { get; set; }

    public string? TenantId { get; set; }

    public IReadOnlyList<string>? Channels { get; set; }
}
