using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>One empty database with its three stores, for one fact.</summary>
public sealed class StoreHarness : IAsyncDisposable
{
    public required ISubscriptionStore Subscriptions { get; init; }

    public required IDeliveryStore Deliveries { get; init; }

    public required IDeliveryLog Log { get; init; }

    /// <summary>Opens the same database a second time, as another node would; <see langword="null"/>: the first one's stores are used from two threads.</summary>
    public Func<Task<StoreHarness>>? SecondNode { get; init; }

    /// <summary>Removes what the database left behind.</summary>
    public Func<ValueTask>? Disposing { get; init; }

    public Task<StoreHarness> SecondNodeAsync() => SecondNode?.Invoke() ?? Task.FromResult(this);

    public ValueTask DisposeAsync() => Disposing?.Invoke() ?? ValueTask.CompletedTask;
}
