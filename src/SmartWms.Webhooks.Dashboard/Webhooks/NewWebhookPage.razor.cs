using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using SmartWms.Webhooks.Dashboard.Rendering;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>The form that makes a webhook. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class NewWebhookPage
{
    [Inject]
    internal Ui Ui { get; set; } = null!;

    [Inject]
    internal NewWebhookView View { get; set; } = null!;
}
