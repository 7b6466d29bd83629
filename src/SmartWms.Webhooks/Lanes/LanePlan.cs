using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Lanes;

/// <summary>What this node could take now.</summary>
/// <param name="Free">Requests that may still be started.</param>
/// <param name="Blocked">Lanes that cannot take any: full, rate-limited, waiting, or with an open circuit.</param>
/// <param name="HeldBack">Those of them that wait or have an open circuit: no slot that becomes free lets them start anything.</param>
/// <param name="Probes">Lanes with an open circuit whose next attempt is due.</param>
/// <param name="NextChange">When a blocked lane may be free again by itself.</param>
internal sealed record LanePlan(int Free, IReadOnlyCollection<SubscriptionId> Blocked, IReadOnlySet<SubscriptionId> HeldBack, IReadOnlyList<LaneClaim> Probes, TimeSpan? NextChange);
