using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>Breaks what people do.</summary>
internal static class People
{
    public static IDeliveryStore AnyTenantCancels(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Cancel = (delivery, _, now, stop) => inner.CancelAsync(delivery, TenantScope.All, now, stop),
    };

    public static IDeliveryStore OneBatchOnly(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Recover = async (request, now, stop) => await inner.RecoverAsync(request, now, stop) with { HasMore = false },
    };

    public static IDeliveryStore ResendsOfActiveOnly(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Claim = async (claim, stop) =>
        {
            var all = await inner.ClaimAsync(claim, stop);
            var held = new List<ClaimedDelivery>();
            foreach (var row in all.Deliveries.Where(row => row.Trigger is AttemptTrigger.Resend or AttemptTrigger.Test))
            {
                if ((await subscriptions.GetAsync(row.Subscription, stop))?.State != SubscriptionState.Active)
                {
                    held.Add(row);
                    await inner.ReleaseAsync([new DeliveryRelease(row.Id, row.LeaseToken, row.DueAt)], stop);
                }
            }

            return new ClaimResult([.. all.Deliveries.Except(held)]);
        },
    };

    public static IDeliveryStore NoneLeftOut(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Claim = (claim, stop) => inner.ClaimAsync(claim with { NoResendsOf = [] }, stop),
    };

    public static IDeliveryStore LeftOutAfterwards(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Claim = async (claim, stop) =>
        {
            var all = await inner.ClaimAsync(claim with { NoResendsOf = [] }, stop);
            var leftOut = all.Deliveries.Where(row => row.Trigger is AttemptTrigger.Resend or AttemptTrigger.Test && claim.NoResendsOf.Contains(row.Subscription)).ToArray();
            foreach (var row in leftOut)
            {
                await inner.ReleaseAsync([new DeliveryRelease(row.Id, row.LeaseToken, row.DueAt)], stop);
            }

            return new ClaimResult([.. all.Deliveries.Except(leftOut)]);
        },
    };

    public static IDeliveryStore LeftOutStillTold(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        FindDueLanes = (query, now, stop) => inner.FindDueLanesAsync(query with { NoResendsOf = [] }, now, stop),
    };

    public static IDeliveryStore HeldTooLong(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        CancelHeld = (_, limit, now, stop) => inner.CancelHeldAsync(now, limit, now, stop),
    };
}
