using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using SmartWms.Webhooks.Dashboard.Rendering;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>A secret, this once. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class SecretPage
{
    [Inject]
    internal Ui Ui { get; set; } = null!;

    [Inject]
    internal SecretView View { get; set; } = null!;
}
