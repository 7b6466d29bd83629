using System.ComponentModel;

namespace SmartWms.Webhooks.Dashboard.Rendering;

/// <summary>The small pieces that pages share. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class Parts;
