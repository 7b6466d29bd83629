using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using SmartWms.Webhooks.Dashboard.Rendering;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>All webhooks. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class WebhooksPage
{
    [Inject]
    internal Ui Ui { get; set; } = null!;

    [Inject]
    internal WebhooksView View { get; set; } = null!;
}
