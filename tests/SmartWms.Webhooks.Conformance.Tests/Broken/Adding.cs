using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>Breaks the storing of events.</summary>
internal static class Adding
{
    public static IDeliveryStore ConflictsAsDuplicates(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Add = async (events, version, now, lease, stop) =>
        {
            var added = await inner.AddAsync(events, version, now, lease, stop);
            return added.Outcome == AddOutcome.Conflict ? new AddResult(AddOutcome.Added, [.. events.Select(_ => new AddedEvent(true, []))]) : added;
        },
    };

    public static IDeliveryStore StaleMatches(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Add = (events, _, now, lease, stop) => inner.AddAsync(events, null, now, lease, stop),
    };

    public static IDeliveryStore AfterCancelling(IDeliveryStore inner, ISubscriptionStore subscriptions) => new AlteredDeliveries(inner)
    {
        Add = (events, version, now, lease, _) => inner.AddAsync(events, version, now, lease, CancellationToken.None),
    };
}
