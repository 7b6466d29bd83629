using SmartWms.Webhooks.InMemory;
using SmartWms.Webhooks.Stores.Tests.Suite;

namespace SmartWms.Webhooks.Stores.Tests;

internal static class InMemoryStores
{
    public static Task<StoreHarness> CreateAsync() => Task.FromResult(Open(new InMemoryDatabase()));

    private static StoreHarness Open(InMemoryDatabase database) => new()
    {
        Subscriptions = new InMemorySubscriptionStore(database),
        Deliveries = new InMemoryDeliveryStore(database),
        Log = new InMemoryDeliveryLog(database),
        SecondNode = () => Task.FromResult(Open(database)),
    };
}
