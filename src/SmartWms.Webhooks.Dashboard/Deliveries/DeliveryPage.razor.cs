using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using SmartWms.Webhooks.Dashboard.Rendering;

namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>One delivery with its attempts. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class DeliveryPage
{
    [Inject]
    internal Ui Ui { get; set; } = null!;

    [Inject]
    internal DeliveryView View { get; set; } = null!;
}
