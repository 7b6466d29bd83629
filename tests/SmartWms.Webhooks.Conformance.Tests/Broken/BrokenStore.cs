using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Conformance.Tests.Broken;

/// <summary>One promise that is broken, and the rule that must find it.</summary>
/// <param name="What">In words.</param>
/// <param name="Rule">Among those that fail.</param>
internal sealed record BrokenStore(string What, string Rule)
{
    public Func<IDeliveryStore, ISubscriptionStore, IDeliveryStore> Deliveries { get; init; } = (inner, _) => inner;

    public Func<ISubscriptionStore, ISubscriptionStore> Subscriptions { get; init; } = inner => inner;

    public Func<IDeliveryLog, IDeliveryLog> Log { get; init; } = inner => inner;

    /// <summary>What a move makes of the stores of an earlier schema.</summary>
    public Func<StoreUnderTest, StoreUnderTest> Move { get; init; } = stores => stores;

    public StoreUnderTest Open()
    {
        var stores = MemoryStores.Open();
        return new StoreUnderTest
        {
            EarlierSchemas = [new EarlierSchema("the first schema", MoveAsync)],
            Subscriptions = Subscriptions(stores.Subscriptions),
            Deliveries = Deliveries(stores.Deliveries, stores.Subscriptions),
            Log = Log(stores.Log),
            BeginTransaction = _ => Task.FromResult<System.Data.Common.DbTransaction>(new FakeTransaction()),
        };
    }

    private async Task<StoreUnderTest> MoveAsync(CancellationToken stop)
    {
        var stores = MemoryStores.Open();
        var filled = new StoreUnderTest { Subscriptions = stores.Subscriptions, Deliveries = stores.Deliveries, Log = stores.Log };
        await EarlierSchema.FillAsync(filled, stop);
        return Move(filled);
    }
}
