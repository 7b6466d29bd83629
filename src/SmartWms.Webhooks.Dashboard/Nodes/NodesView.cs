using SmartWms.Webhooks.Nodes;

namespace SmartWms.Webhooks.Dashboard.Nodes;

/// <summary>The nodes that work on the store.</summary>
internal sealed record NodesView(IReadOnlyList<WebhookNode> Nodes);
