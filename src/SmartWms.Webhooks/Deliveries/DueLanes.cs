using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>What to look for when finding lanes (a lane is a subscription's queue) with work due.</summary>
/// <param name="After">Round-robin cursor: lanes after this one come first, then from the start again.</param>
/// <param name="Limit">At most this many lanes, 1 or more.</param>
/// <param name="Blocked">Lanes that this node cannot serve now; they must not use up the limit.</param>
public sealed record DueLaneQuery(SubscriptionId After, int Limit, IReadOnlyCollection<SubscriptionId> Blocked);

/// <summary>Lanes of active subscriptions that do not wait and have at least one delivery due.</summary>
/// <param name="Lanes">In no order, each once.</param>
/// <param name="Cursor">To be passed as the next call's <see cref="DueLaneQuery.After"/>.</param>
/// <param name="NextDue">When nothing more is due now: the earliest later moment at which something becomes due, if the store can tell cheaply; else <see langword="null"/>. A hint, never relied on.</param>
/// <param name="HasResends">Whether a claim of resends would give something.</param>
public sealed record DueLanes(IReadOnlyList<SubscriptionId> Lanes, SubscriptionId Cursor, DateTimeOffset? NextDue, bool HasResends);
