using Microsoft.AspNetCore.Components;

namespace SmartWms.Webhooks.Dashboard.Rendering;

/// <summary>What the layout puts a frame around.</summary>
internal sealed record PageFrame(string Title, RenderFragment Body);
