using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Nodes;

namespace SmartWms.Webhooks.Dashboard.Nodes;

/// <summary>Whether anybody delivers: with every node drained, gone or only publishing, nothing is sent though no webhook is broken.</summary>
internal static class DeliveringNodes
{
    /// <summary>Says nothing where the store keeps no nodes, and nothing before this node's first beat: then others may not be seen yet either.</summary>
    public static async Task<bool> AreMissingAsync(Visit visit)
    {
        if (visit.Service<WebhookStores>().Nodes is null)
        {
            return false;
        }

        var nodes = await visit.Service<IWebhookNodes>().ListAsync(visit.Cancelled).ConfigureAwait(false);
        return nodes.Any(node => node.IsThisNode) && !nodes.Any(Delivers);
    }

    /// <summary>This node answers just now: it lives, however late its beat is.</summary>
    private static bool Delivers(WebhookNode node) => (node.IsLive || node.IsThisNode) && node is { Role: NodeRole.Delivers, State: NodeState.Running };
}
