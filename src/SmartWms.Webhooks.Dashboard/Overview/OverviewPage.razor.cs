using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using SmartWms.Webhooks.Dashboard.Rendering;

namespace SmartWms.Webhooks.Dashboard.Overview;

/// <summary>What is broken now, since when, and whose it is. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class OverviewPage
{
    [Inject]
    internal Ui Ui { get; set; } = null!;

    [Inject]
    internal OverviewView View { get; set; } = null!;
}
