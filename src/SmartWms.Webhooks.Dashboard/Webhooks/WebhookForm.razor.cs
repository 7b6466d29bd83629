using System.ComponentModel;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>The fields of a webhook. Public as the Razor compiler makes it so; nothing of a host's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class WebhookForm;
