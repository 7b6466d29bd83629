using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Deliveries;

/// <summary>Lanes of active subscriptions that do not wait and have at least one delivery due.</summary>
/// <param name="Lanes">In no order, each once.</param>
/// <param name="Cursor">To be passed as the next call's <see cref="DueLaneQuery.After"/>.</param>
/// <param name="NextDue">When nothing more is due now: the earliest later moment at which something becomes due, if the store can tell cheaply; else <see langword="null"/>. A hint, never relied on.</param>
/// <param name="HasResends">Whether a claim of resends would give something.</param>
/// <param name="SubscriptionsVersion">The store-wide subscription version, if the store can tell cheaply: a node that knows less looks for changes at once. Else <see langword="null"/>.</param>
public sealed record DueLanes(IReadOnlyList<SubscriptionId> Lanes, SubscriptionId Cursor, DateTimeOffset? NextDue, bool HasResends, long? SubscriptionsVersion = null);
