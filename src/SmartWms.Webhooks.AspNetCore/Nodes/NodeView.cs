using System.Globalization;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Nodes;

namespace SmartWms.Webhooks.AspNetCore.Nodes;

/// <summary>A node that works on the store.</summary>
internal sealed record NodeView(
    string Name, string Instance, string Role, string State, int InFlight, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, string Version, bool IsLive, bool IsThisNode)
{
    public static NodeView Of(WebhookNode node) => new(
        node.Name, node.Instance.ToString(CultureInfo.InvariantCulture), Words.Of(node.Role), Words.Of(node.State), node.InFlight, node.StartedAt, node.LastSeenAt, node.Version, node.IsLive, node.IsThisNode);
}
