using System.ComponentModel;
using Microsoft.AspNetCore.Components;

namespace SmartWms.Webhooks.Dashboard.Rendering;

/// <summary>What went wrong. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class ErrorPage
{
    [Inject]
    internal Ui Ui { get; set; } = null!;

    [Inject]
    internal ErrorView View { get; set; } = null!;
}
