namespace SmartWms.Webhooks;

/// <summary>Who may use the management API, from where, and whose webhooks they see.</summary>
public sealed class WmsWebhooksApiOptions : WmsWebhooksAccessOptions
{
    /// <summary>Origins besides the host's own whose pages may send changes, such as <c>https://admin.example.com</c>; the host's CORS policy has to allow them too.</summary>
    /// <value>None: a browser may change something only from a page of the same origin.</value>
    public IList<string> TrustedOrigins { get; } = [];
}
