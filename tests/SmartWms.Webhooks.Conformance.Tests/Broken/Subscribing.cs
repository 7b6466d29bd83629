using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>Breaks subscriptions.</summary>
internal static class Subscribing
{
    public static ISubscriptionStore DeletedUnseen(ISubscriptionStore inner) => new AlteredSubscriptions(inner)
    {
        Changes = async (since, stop) =>
        {
            var changes = await inner.GetChangesAsync(since, stop);
            return changes with { Changed = [.. changes.Changed.Where(row => row.State != SubscriptionState.Deleted)] };
        },
    };

    public static ISubscriptionStore LastWriterWins(ISubscriptionStore inner) => new AlteredSubscriptions(inner)
    {
        Update = async (row, stop) => await inner.GetAsync(row.Id, stop) is { } stored ? await inner.UpdateAsync(row with { Version = stored.Version }, stop) : null,
    };

    public static ISubscriptionStore NoTenantForAll(ISubscriptionStore inner) => new AlteredSubscriptions(inner)
    {
        FindByKey = async (tenant, key, stop) => await inner.FindByKeyAsync(tenant, key, stop) ?? await inner.FindByKeyAsync(null, key, stop),
    };
}
