using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>Subscriptions, with one version for the whole store.</summary>
public abstract class SubscriptionStoreSuite : StoreSuite
{
    [Fact]
    public async Task Every_field_of_a_subscription_is_kept()
    {
        var given = Given.Subscription() with
        {
            TenantId = "acme",
            Key = "erp",
            EventTypes = ["order.*", "inventory.low"],
            Channels = ["warehouse:BKK1", "owner:CUST-001"],
            HeaderNames = ["X-Api-Key"],
            Sealed = [0, 255, 1, 0],
            Schedule = [TimeSpan.FromSeconds(5), TimeSpan.FromDays(30)],
            Deadline = TimeSpan.FromSeconds(30),
            MaxInFlight = 256,
            Rate = new RateLimit(10, TimeSpan.FromMinutes(1)),
            State = SubscriptionState.Paused,
            StateReason = "by a person",
            StateChangedAt = At(2),
            EnableEpoch = 7,
            CreatedAt = At(1),
        };

        var created = await Stores.Subscriptions.CreateAsync(given, Cancellation);

        AssertSame(given, created);
        AssertSame(given, await Stores.Subscriptions.GetAsync(created!.Id, Cancellation));
        Assert.Equal((created.Id, created.Version), (await SubscriptionAsync(created.Id) is var read ? (read.Id, read.Version) : default));
    }

    [Fact]
    public async Task What_is_optional_stays_absent()
    {
        var given = Given.Subscription();

        AssertSame(given, await SubscriptionAsync(await SubscribeAsync()));
    }

    [Fact]
    public async Task The_store_gives_id_and_version()
    {
        var first = await Stores.Subscriptions.CreateAsync(Given.Subscription() with { Id = new SubscriptionId(99), Version = 99 }, Cancellation);
        var second = await Stores.Subscriptions.CreateAsync(Given.Subscription(), Cancellation);

        Assert.True(first!.Id.Value > 0 && second!.Id > first.Id && second.Version > first.Version && first.Version > 0);
        Assert.Null(await Stores.Subscriptions.GetAsync(new SubscriptionId(4_711), Cancellation));
    }

    [Fact]
    public async Task Every_write_takes_a_new_version() // R15
    {
        var first = await SubscribeAsync();
        await SubscribeAsync();
        var before = (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version;

        var updated = await ChangeAsync(first, row => row with { Name = "other" });

        Assert.True(updated.Version > before);
        Assert.Equal(updated.Version, (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version);
        Assert.Equal((updated.Version, "other"), ((await SubscriptionAsync(first)).Version, (await SubscriptionAsync(first)).Name));
    }

    [Fact]
    public async Task Changes_since_a_version_are_those_written_after_it_each_once_deleted_ones_included() // R15
    {
        var (first, second, third) = (await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync());
        var before = (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version;
        await ChangeAsync(second, row => row with { Name = "once" });
        await ChangeAsync(second, row => row with { Name = "twice" });
        await SetStateAsync(first, SubscriptionState.Deleted);

        var changes = await Stores.Subscriptions.GetChangesAsync(before, Cancellation);

        Assert.Equal([first, second], changes.Changed.Select(row => row.Id).Order());
        Assert.Equal("twice", changes.Changed.Single(row => row.Id == second).Name);
        Assert.Equal(SubscriptionState.Deleted, changes.Changed.Single(row => row.Id == first).State);
        Assert.Equal(changes.Changed.Max(row => row.Version), changes.Version);
        Assert.Empty((await Stores.Subscriptions.GetChangesAsync(changes.Version, Cancellation)).Changed);
        Assert.Equal([first, second, third], (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Changed.Select(row => row.Id).Order());
    }

    [Fact]
    public async Task An_empty_store_has_no_changes()
    {
        Assert.Empty((await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Changed);
    }

    [Fact]
    public async Task An_update_of_a_row_that_has_changed_since_is_refused_and_writes_nothing()
    {
        var read = await SubscriptionAsync(await SubscribeAsync());
        var winner = await ChangeAsync(read.Id, row => row with { Name = "winner" });

        Assert.Null(await Stores.Subscriptions.UpdateAsync(read with { Name = "loser" }, Cancellation));

        var stored = await SubscriptionAsync(read.Id);
        Assert.Equal(("winner", winner.Version), (stored.Name, stored.Version));
        Assert.Equal(winner.Version, (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version);
    }

    [Fact]
    public async Task An_update_of_a_row_that_is_not_there_is_refused()
    {
        Assert.Null(await Stores.Subscriptions.UpdateAsync(Given.Subscription() with { Id = new SubscriptionId(4_711), Version = 1 }, Cancellation));
    }

    [Fact]
    public async Task A_change_of_one_row_does_not_refuse_an_update_of_another()
    {
        var (first, second) = (await SubscribeAsync(), await SubscribeAsync());
        var read = await SubscriptionAsync(first);
        await ChangeAsync(second, row => row with { Name = "other" });

        Assert.NotNull(await Stores.Subscriptions.UpdateAsync(read with { Name = "mine" }, Cancellation));
    }

    [Fact]
    public async Task Of_eight_updates_at_once_one_wins()
    {
        var read = await SubscriptionAsync(await SubscribeAsync());
        await using var second = await Stores.SecondNodeAsync();
        StoreHarness[] nodes = [Stores, second];

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(
            () => nodes[index % 2].Subscriptions.UpdateAsync(read with { Name = $"writer {index}" }, Cancellation))));

        var winner = Assert.Single(results, row => row is not null);
        Assert.Equal(winner!.Name, (await SubscriptionAsync(read.Id)).Name);
    }

    [Fact]
    public async Task Enabling_resets_the_counters_and_the_wait() // R11, R22
    {
        var lane = await FailingAsync();

        var enabled = await ChangeAsync(lane, row => row with { EnableEpoch = row.EnableEpoch + 1 });

        Assert.Equal((null, 0, null), (enabled.FirstFailureAt, enabled.FailedInARow, enabled.WaitUntil));
        var stored = await SubscriptionAsync(lane);
        Assert.Equal((null, 0, null), (stored.FirstFailureAt, stored.FailedInARow, stored.WaitUntil));
        Assert.Single(await ClaimLaneAsync(lane, At(5), 1));
    }

    [Fact]
    public async Task Any_other_update_leaves_the_counters_as_the_delivery_store_keeps_them() // R22
    {
        var lane = await SubscribeAsync();
        var read = await SubscriptionAsync(lane);
        await FailAsync(lane);

        var updated = await Stores.Subscriptions.UpdateAsync(read with { Name = "other", FailedInARow = 9, FirstFailureAt = null, WaitUntil = null }, Cancellation);

        Assert.Equal((At(1), 1, At(30)), (updated!.FirstFailureAt, updated.FailedInARow, updated.WaitUntil));
        var stored = await SubscriptionAsync(lane);
        Assert.Equal((At(1), 1, At(30), "other"), (stored.FirstFailureAt, stored.FailedInARow, stored.WaitUntil, stored.Name));
    }

    [Fact]
    public async Task A_cancelled_call_writes_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        var row = await SubscriptionAsync(await SubscribeAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Stores.Subscriptions.CreateAsync(Given.Subscription(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Stores.Subscriptions.UpdateAsync(row with { Name = "other" }, cancelled));

        Assert.Equal(row.Version, (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version);
        Assert.Single(await Stores.Subscriptions.ListAsync(new SubscriptionQuery(), Cancellation));
    }

    private static void AssertSame(StoredSubscription expected, StoredSubscription? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.EventTypes, actual.EventTypes);
        Assert.Equal(expected.Channels, actual.Channels);
        Assert.Equal(expected.HeaderNames, actual.HeaderNames);
        Assert.Equal(expected.Sealed, actual.Sealed);
        Assert.Equal(expected.Schedule, actual.Schedule);
        var scalars = actual with
        {
            Id = expected.Id,
            Version = expected.Version,
            EventTypes = expected.EventTypes,
            Channels = expected.Channels,
            HeaderNames = expected.HeaderNames,
            Sealed = expected.Sealed,
            Schedule = expected.Schedule,
        };
        Assert.Equal(expected, scalars);
    }

    private async Task<SubscriptionId> FailingAsync()
    {
        var lane = await SubscribeAsync();
        await FailAsync(lane);
        return lane;
    }

    private async Task FailAsync(SubscriptionId lane)
    {
        await PublishManyAsync(lane, 2);
        await RecordAsync(Given.Failed(await ClaimOneAsync(lane)) with { LaneWaitsUntil = At(30) }, At(1));
    }
}
