namespace SmartWms.Webhooks.Nodes;

/// <summary>What a node does.</summary>
public enum NodeRole
{
    /// <summary>It stores events and sends nothing: <c>Pump.Enabled</c> is off.</summary>
    PublishesOnly = 0,

    /// <summary>It publishes and delivers.</summary>
    Delivers = 1,
}
