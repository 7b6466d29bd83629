using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Subscriptions;

/// <summary>R15: what a node has changed it knows from then on.</summary>
public sealed class SubscriptionRegistryTests
{
    [Fact]
    public async Task Nobody_gets_the_picture_from_before_a_change_while_the_one_after_it_is_being_read()
    {
        await using var engine = await TestEngine.StartAsync();
        var store = new SlowStore();
        using var registry = new SubscriptionRegistry(store, engine.Services.GetRequiredService<SnapshotFactory>(), new FakeClock());
        await registry.GetAsync(TestContext.Current.CancellationToken);

        store.Hold();
        registry.Changed();
        var first = registry.GetAsync(TestContext.Current.CancellationToken).AsTask();
        var second = registry.GetAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(second.IsCompleted);
        store.Answer(new SubscriptionChanges(1, [Stored(7)]));

        Assert.NotNull((await first).Find(new SubscriptionId(7)));
        Assert.NotNull((await second).Find(new SubscriptionId(7)));
        Assert.True(registry.GetAsync(TestContext.Current.CancellationToken).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_change_that_is_told_of_during_a_read_is_read_the_next_time()
    {
        await using var engine = await TestEngine.StartAsync();
        var store = new SlowStore();
        using var registry = new SubscriptionRegistry(store, engine.Services.GetRequiredService<SnapshotFactory>(), new FakeClock());

        store.Hold();
        var reading = registry.GetAsync(TestContext.Current.CancellationToken).AsTask();
        registry.Changed();
        store.Answer(new SubscriptionChanges(0, []));
        await reading;
        store.Hold();
        var next = registry.GetAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(next.IsCompleted);
        store.Answer(new SubscriptionChanges(1, [Stored(7)]));

        Assert.NotNull((await next).Find(new SubscriptionId(7)));
    }

    [Fact]
    public async Task A_read_that_failed_is_made_again()
    {
        await using var engine = await TestEngine.StartAsync();
        var store = new SlowStore();
        using var registry = new SubscriptionRegistry(store, engine.Services.GetRequiredService<SnapshotFactory>(), new FakeClock());
        await registry.GetAsync(TestContext.Current.CancellationToken);

        store.Hold();
        var reading = registry.RefreshAsync(TestContext.Current.CancellationToken);
        store.Fail();
        await Assert.ThrowsAsync<InvalidOperationException>(() => reading);
        store.Hold();
        var next = registry.GetAsync(TestContext.Current.CancellationToken).AsTask();
        store.Answer(new SubscriptionChanges(1, [Stored(7)]));

        Assert.NotNull((await next).Find(new SubscriptionId(7)));
    }

    /// <summary>Answers a read when the test says so; nothing else is asked of it.</summary>
    private sealed class SlowStore : ISubscriptionStore
    {
        private TaskCompletionSource<SubscriptionChanges>? _held;
        private SubscriptionChanges _last = new(0, []);

        public void Hold() => _held = new TaskCompletionSource<SubscriptionChanges>(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Answer(SubscriptionChanges changes)
        {
            _last = changes;
            var held = _held!;
            _held = null;
            held.SetResult(changes);
        }

        public void Fail() => _held!.SetException(new InvalidOperationException("The store is away."));

        public Task<SubscriptionChanges> GetChangesAsync(long sinceVersion, CancellationToken cancellationToken) => _held?.Task ?? Task.FromResult(_last);

        public Task<StoredSubscription?> GetAsync(SubscriptionId id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredSubscription?> FindByKeyAsync(string? tenantId, string key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<StoredSubscription>> ListAsync(SubscriptionQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredSubscription?> CreateAsync(StoredSubscription subscription, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredSubscription?> UpdateAsync(StoredSubscription subscription, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
