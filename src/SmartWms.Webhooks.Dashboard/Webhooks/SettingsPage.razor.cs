using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using SmartWms.Webhooks.Dashboard.Rendering;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>One webhook's settings, its secret and its end. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class SettingsPage
{
    [Inject]
    internal Ui Ui { get; set; } = null!;

    [Inject]
    internal SettingsView View { get; set; } = null!;
}
