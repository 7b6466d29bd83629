using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using SmartWms.Webhooks.Dashboard.Rendering;

namespace SmartWms.Webhooks.Dashboard.Nodes;

/// <summary>The nodes. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class NodesPage
{
    [Inject]
    internal Ui Ui { get; set; } = null!;

    [Inject]
    internal NodesView View { get; set; } = null!;
}
