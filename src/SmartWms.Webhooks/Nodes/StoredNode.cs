namespace SmartWms.Webhooks.Nodes;

/// <summary>A node's row.</summary>
/// <param name="Beat">What it last said of itself.</param>
/// <param name="LastSeenAt">When.</param>
public sealed record StoredNode(NodeBeat Beat, DateTimeOffset LastSeenAt);
