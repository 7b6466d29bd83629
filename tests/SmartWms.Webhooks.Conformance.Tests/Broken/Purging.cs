using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>Breaks retention.</summary>
internal static class Purging
{
    public static IDeliveryStore AllAtOnce(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Purge = (request, stop) => inner.PurgeAsync(request with { Limit = int.MaxValue }, stop),
    };

    public static IDeliveryStore IdsWithTheLog(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Purge = (request, stop) => inner.PurgeAsync(request with { EventIdsBefore = request.LogBefore }, stop),
    };
}
