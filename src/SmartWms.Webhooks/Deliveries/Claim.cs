using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>A node's request for work.</summary>
/// <param name="Lanes">Exact amounts for each lane. Lanes that are not active or wait (<c>Retry-After</c>) give nothing.</param>
/// <param name="Resends">At most this many deliveries that a person made due with Resend, and tests whose node died; whatever their subscription's state. Oldest due first.</param>
/// <param name="LeaseToken">Put on every claimed row; not 0. A later claim carries another.</param>
/// <param name="Now">A row is due when its due time is at or before this.</param>
/// <param name="LeaseFor">The rows become due again (abandoned) at <paramref name="Now"/> + this.</param>
public sealed record Claim(IReadOnlyList<LaneClaim> Lanes, int Resends, long LeaseToken, DateTimeOffset Now, TimeSpan LeaseFor)
{
    /// <summary>Webhooks that have enough resends under way on this node: <see cref="Resends"/> brings none of theirs, and what is due behind them comes all the same.</summary>
    public IReadOnlyCollection<SubscriptionId> NoResendsOf { get; init; } = [];
}
