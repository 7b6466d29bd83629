using System.ComponentModel;

namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>The log as a table. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class DeliveryTable;
