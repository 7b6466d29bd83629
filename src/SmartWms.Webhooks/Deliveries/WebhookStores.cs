using SmartWms.Webhooks.Nodes;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>The stores of one host. Both write ports share one database, so that a failed delivery and its disabled webhook are one transaction.</summary>
/// <param name="Subscriptions">Keeps webhooks.</param>
/// <param name="Deliveries">Keeps events and deliveries.</param>
/// <param name="Log">What people read.</param>
public sealed record WebhookStores(ISubscriptionStore Subscriptions, IDeliveryStore Deliveries, IDeliveryLog Log)
{
    /// <summary>Called once before anything else, while the host starts: opens files, creates or checks tables. An exception stops the start.</summary>
    public Func<CancellationToken, Task>? OpenAsync { get; init; }

    /// <summary>Called once after everything else, when the host's services are disposed.</summary>
    public Func<ValueTask>? CloseAsync { get; init; }

    /// <summary>
    /// Called once on a delivering node, when it starts to deliver: from then on the store calls the action whenever another node may have made something due, until what is returned
    /// is disposed. A hint that saves waiting for the next poll: it may come late, often, or never. <see langword="null"/>: the store has no such means.
    /// </summary>
    public Func<Action, IDisposable>? Notified { get; init; }

    /// <summary>Knows the nodes on the store; <see langword="null"/>: each node believes that it is alone.</summary>
    public INodeStore? Nodes { get; init; }

    /// <summary>Takes a tenant out; <see langword="null"/>: the store cannot.</summary>
    public ITenantErasure? Erasure { get; init; }

    /// <summary>Keeps counts of requests; <see langword="null"/>: charts are empty.</summary>
    public IStatisticsStore? Statistics { get; init; }

    /// <summary>Keeps the audit trail; <see langword="null"/>: there is none.</summary>
    public IAuditStore? Audit { get; init; }
}
