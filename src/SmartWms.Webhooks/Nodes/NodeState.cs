namespace SmartWms.Webhooks.Nodes;

/// <summary>Whether a node takes work.</summary>
public enum NodeState
{
    /// <summary>It does what its role says.</summary>
    Running = 0,

    /// <summary>It takes nothing more and finishes what runs; other nodes take over.</summary>
    Draining = 1,
}
