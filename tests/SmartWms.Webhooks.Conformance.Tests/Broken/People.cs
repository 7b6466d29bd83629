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

    public static IDeliveryStore HeldTooLong(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        CancelHeld = (_, limit, now, stop) => inner.CancelHeldAsync(now, limit, now, stop),
    };
}
