using System.Text.Json;

namespace SmartWms.Webhooks.AspNetCore.Events;

/// <summary>How an event's data looks in one contract.</summary>
internal sealed record ShapeView(JsonElement Example, JsonElement Schema);
