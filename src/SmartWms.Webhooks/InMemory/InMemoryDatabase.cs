using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.InMemory;

/// <summary>What the in-memory stores of one registration share. For tests and for trying out: gone with the process.</summary>
internal sealed class InMemoryDatabase
{
    public InMemoryDatabase() => Deliveries = new DeliveryTable(Events);

    /// <summary>Held for every read and write of the rest; never across an await or a call to foreign code.</summary>
    public Lock Gate { get; } = new();

    public SubscriptionTable Subscriptions { get; } = new();

    public Dictionary<long, StoredNode> Nodes { get; } = [];

    /// <summary>Keyed by everything but the number of attempts, which is 0 in the key.</summary>
    public Dictionary<AttemptCount, long> AttemptCounts { get; } = [];

    public List<AuditEntry> Audit { get; } = [];

    public EventTable Events { get; } = new();

    public DeliveryTable Deliveries { get; }
}
