using System.Data.Common;
using SmartWms.Webhooks.Conformance.Tests.Broken;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Conformance.Tests.Guide;

/// <summary>Stands for the reader's own database.</summary>
internal sealed class MyDatabase(WebhookStores stores)
{
    public ISubscriptionStore Subscriptions => stores.Subscriptions;

    public IDeliveryStore Deliveries => stores.Deliveries;

    public IDeliveryLog Log => stores.Log;

    public static IReadOnlyList<EarlierSchema> EarlierSchemas => [];

    public static Task<MyDatabase> CreateEmptyAsync(CancellationToken cancellationToken) => Task.FromResult(new MyDatabase(MemoryStores.Open()));

    public Task<StoreUnderTest> OpenAgainAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new StoreUnderTest { Subscriptions = Subscriptions, Deliveries = Deliveries, Log = Log });

    public Task<DbTransaction> BeginAsync(CancellationToken cancellationToken) => Task.FromResult<DbTransaction>(new FakeTransaction());

    public ValueTask RemoveAsync() => ValueTask.CompletedTask;
}
