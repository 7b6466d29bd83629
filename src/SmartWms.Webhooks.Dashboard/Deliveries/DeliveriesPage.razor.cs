using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using SmartWms.Webhooks.Dashboard.Rendering;

namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>The delivery log, filtered. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class DeliveriesPage
{
    [Inject]
    internal Ui Ui { get; set; } = null!;

    [Inject]
    internal DeliveriesView View { get; set; } = null!;
}
