namespace SmartWms.Webhooks.Crash.Host.Nodes;

/// <summary>Which process this is, for those who receive from it.</summary>
internal sealed record NodeName(string Text);
