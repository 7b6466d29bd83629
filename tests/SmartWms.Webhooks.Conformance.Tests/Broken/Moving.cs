using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>Breaks the move from an earlier schema.</summary>
internal static class Moving
{
    public static StoreUnderTest WithoutAttempts(StoreUnderTest inner) => With(
        inner, inner.Deliveries, new AlteredLog(inner.Log) { Read = details => details with { Attempts = [] } });

    public static StoreUnderTest LeasesForEver(StoreUnderTest inner) => With(
        inner,
        new AlteredDeliveries(inner.Deliveries)
        {
            Claim = async (claim, stop) => await inner.Deliveries.ClaimAsync(claim, stop) is var claimed
                ? claimed with { Deliveries = [.. claimed.Deliveries.Where(row => row.EventId != "evt_sending")] }
                : null!,
        },
        inner.Log);

    public static StoreUnderTest NothingRemoved(StoreUnderTest inner) => With(
        inner, new AlteredDeliveries(inner.Deliveries) { Purge = (_, _) => Task.FromResult(0) }, inner.Log);

    public static StoreUnderTest WithoutIds(StoreUnderTest inner) => With(
        inner,
        new AlteredDeliveries(inner.Deliveries)
        {
            Add = (events, version, now, lease, stop) => inner.Deliveries.AddAsync([.. events.Select(row => row with { Id = row.Id + "_again" })], version, now, lease, stop),
        },
        inner.Log);

    private static StoreUnderTest With(StoreUnderTest inner, IDeliveryStore deliveries, IDeliveryLog log) =>
        new() { Subscriptions = inner.Subscriptions, Deliveries = deliveries, Log = log };
}
