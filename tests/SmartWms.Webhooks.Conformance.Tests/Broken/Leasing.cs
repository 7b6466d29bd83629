using System.Collections.Concurrent;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>Breaks leases, and the finding of lanes.</summary>
internal static class Leasing
{
    public static IDeliveryStore ZombieResults(IDeliveryStore inner, ISubscriptionStore subscriptions)
    {
        var owners = new ConcurrentDictionary<DeliveryId, long>();
        return new AlteredDeliveries(inner)
        {
            Claim = (claim, stop) => ClaimAsync(inner, claim, owners, stop),
            Record = (records, now, stop) =>
                inner.RecordAsync([.. records.Select(record => record with { LeaseToken = owners.GetValueOrDefault(record.Delivery, record.LeaseToken) })], now, stop),
        };
    }

    public static IDeliveryStore ZombieReleases(IDeliveryStore inner, ISubscriptionStore subscriptions)
    {
        var owners = new ConcurrentDictionary<DeliveryId, long>();
        return new AlteredDeliveries(inner)
        {
            Claim = (claim, stop) => ClaimAsync(inner, claim, owners, stop),
            Release = (releases, stop) =>
                inner.ReleaseAsync([.. releases.Select(release => release with { LeaseToken = owners.GetValueOrDefault(release.Delivery, release.LeaseToken) })], stop),
        };
    }

    public static IDeliveryStore OneLaneAtATime(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        FindDueLanes = async (query, now, stop) =>
        {
            var found = await inner.FindDueLanesAsync(query with { After = default, Limit = 100, Blocked = [] }, now, stop);
            return found with { Lanes = [.. found.Lanes.Order().Take(1).Except(query.Blocked)] };
        },
    };

    public static IDeliveryStore BlockedLanesCount(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        FindDueLanes = async (query, now, stop) =>
        {
            var found = await inner.FindDueLanesAsync(query with { Blocked = [] }, now, stop);
            return found with { Lanes = [.. found.Lanes.Except(query.Blocked)] };
        },
    };

    private static async Task<ClaimResult> ClaimAsync(IDeliveryStore inner, Claim claim, ConcurrentDictionary<DeliveryId, long> owners, CancellationToken stop)
    {
        var claimed = await inner.ClaimAsync(claim, stop);
        foreach (var row in claimed.Deliveries)
        {
            owners[row.Id] = row.LeaseToken;
        }

        return claimed;
    }
}
