using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>What to look for when finding lanes (a lane is a subscription's queue) with work due.</summary>
/// <param name="After">Round-robin cursor: lanes after this one come first, then from the start again.</param>
/// <param name="Limit">At most this many lanes, 1 or more.</param>
/// <param name="Blocked">Lanes that this node cannot serve now; they must not use up the limit.</param>
public sealed record DueLaneQuery(SubscriptionId After, int Limit, IReadOnlyCollection<SubscriptionId> Blocked)
{
    /// <summary>Webhooks whose resends this node cannot take now: as if there were none of theirs.</summary>
    public IReadOnlyCollection<SubscriptionId> NoResendsOf { get; init; } = [];
}
