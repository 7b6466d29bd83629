using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using SmartWms.Webhooks.Dashboard.Rendering;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>One webhook: its state and its deliveries. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class WebhookPage
{
    [Inject]
    internal Ui Ui { get; set; } = null!;

    [Inject]
    internal WebhookView View { get; set; } = null!;
}
