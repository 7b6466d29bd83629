using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>Breaks claims.</summary>
internal static class Claiming
{
    public static IDeliveryStore OneRowTwice(IDeliveryStore inner, ISubscriptionStore subscriptions)
    {
        var count = 0;
        return new AlteredDeliveries(inner)
        {
            Claim = async (claim, stop) =>
            {
                var claimed = await inner.ClaimAsync(claim, stop);
                await GiveBackAsync(inner, claimed.Deliveries.Where(_ => Interlocked.Increment(ref count) % 100 == 0));
                return claimed;
            },
        };
    }

    public static IDeliveryStore TooMany(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Claim = (claim, stop) => inner.ClaimAsync(claim with { Lanes = [.. claim.Lanes.Select(lane => lane with { Max = lane.Max >= 3 ? lane.Max + 1 : lane.Max })] }, stop),
    };

    public static IDeliveryStore NewestFirst(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Claim = async (claim, stop) =>
        {
            if (claim.Lanes is not [{ Pick: LanePick.LongestDue, Max: > 0 and var max }])
            {
                return await inner.ClaimAsync(claim, stop);
            }

            var all = await inner.ClaimAsync(claim with { Lanes = [claim.Lanes[0] with { Max = 1_000 }] }, stop);
            var last = all.Deliveries.OrderByDescending(row => row.DueAt).ThenBy(row => row.Id).Take(max).ToArray();
            await GiveBackAsync(inner, all.Deliveries.Except(last));
            return new ClaimResult(last);
        },
    };

    public static IDeliveryStore AboveTheWatermark(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Claim = async (claim, stop) =>
        {
            var marks = claim.Lanes.ToLookup(lane => lane.Subscription, lane => lane.NotBefore);
            var all = await inner.ClaimAsync(claim, stop);
            var hidden = all.Deliveries.Where(row => marks[row.Subscription].Any(mark => mark != default && row.DueAt <= mark)).ToArray();
            await GiveBackAsync(inner, hidden);
            return new ClaimResult([.. all.Deliveries.Except(hidden)]);
        },
    };

    private static async Task GiveBackAsync(IDeliveryStore inner, IEnumerable<ClaimedDelivery> rows)
    {
        DeliveryRelease[] releases = [.. rows.Select(row => new DeliveryRelease(row.Id, row.LeaseToken, row.DueAt))];
        if (releases.Length > 0)
        {
            await inner.ReleaseAsync(releases, CancellationToken.None);
        }
    }
}
