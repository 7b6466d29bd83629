using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using SmartWms.Webhooks.Dashboard.Rendering;

namespace SmartWms.Webhooks.Dashboard.Events;

/// <summary>The event catalogue. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class EventsPage
{
    [Inject]
    internal Ui Ui { get; set; } = null!;

    [Inject]
    internal EventsView View { get; set; } = null!;
}
