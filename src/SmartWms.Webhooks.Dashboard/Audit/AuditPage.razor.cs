using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using SmartWms.Webhooks.Dashboard.Rendering;

namespace SmartWms.Webhooks.Dashboard.Audit;

/// <summary>The audit trail. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class AuditPage
{
    [Inject]
    internal Ui Ui { get; set; } = null!;

    [Inject]
    internal AuditView View { get; set; } = null!;
}
