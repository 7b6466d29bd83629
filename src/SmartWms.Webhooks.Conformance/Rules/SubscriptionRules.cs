using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Subscriptions, with one version for the whole store.</summary>
internal sealed class SubscriptionRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<SubscriptionRules>(RuleFamily.Subscriptions, (stores, cancellation) => new SubscriptionRules(stores, cancellation));
        return
        [
            rules.One("S-01", "Every field of a subscription is kept", on => on.EveryFieldOfASubscriptionIsKeptAsync()),
            rules.One("S-02", "What is optional stays absent", on => on.WhatIsOptionalStaysAbsentAsync()),
            rules.One("S-03", "The store gives id and version", on => on.TheStoreGivesIdAndVersionAsync()),
            rules.One("S-04", "Every write takes a new version", on => on.EveryWriteTakesANewVersionAsync()),
            rules.One("S-05", "Changes since a version are those written after it, each once, deleted ones included",
                on => on.ChangesSinceAVersionAreThoseWrittenAfterItEachOnceDeletedOnesIncludedAsync()),
            rules.One("S-06", "An empty store has no changes", on => on.AnEmptyStoreHasNoChangesAsync()),
            rules.One("S-07", "An update of a row that has changed since is refused and writes nothing",
                on => on.AnUpdateOfARowThatHasChangedSinceIsRefusedAndWritesNothingAsync()),
            rules.One("S-08", "An update of a row that is not there is refused", on => on.AnUpdateOfARowThatIsNotThereIsRefusedAsync()),
            rules.One("S-09", "A change of one row does not refuse an update of another", on => on.AChangeOfOneRowDoesNotRefuseAnUpdateOfAnotherAsync()),
            rules.One("S-10", "Of eight updates at once one wins", on => on.OfEightUpdatesAtOnceOneWinsAsync()),
            rules.One("S-11", "Enabling resets the counters and the wait", on => on.EnablingResetsTheCountersAndTheWaitAsync()),
            rules.One("S-12", "Any other update leaves the counters as the delivery store keeps them",
                on => on.AnyOtherUpdateLeavesTheCountersAsTheDeliveryStoreKeepsThemAsync()),
            rules.One("S-13", "A cancelled write of a subscription writes nothing", on => on.ACancelledCallWritesNothingAsync()),
        ];
    }

    private async Task EveryFieldOfASubscriptionIsKeptAsync()
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
        Expect.Equal((created.Id, created.Version), (await SubscriptionAsync(created.Id) is var read ? (read.Id, read.Version) : default));
    }

    private async Task WhatIsOptionalStaysAbsentAsync()
    {
        var given = Given.Subscription();

        AssertSame(given, await SubscriptionAsync(await SubscribeAsync()));
    }

    private async Task TheStoreGivesIdAndVersionAsync()
    {
        var first = await Stores.Subscriptions.CreateAsync(Given.Subscription() with { Id = new SubscriptionId(99), Version = 99 }, Cancellation);
        var second = await Stores.Subscriptions.CreateAsync(Given.Subscription(), Cancellation);

        Expect.True(first!.Id.Value > 0 && second!.Id > first.Id && second.Version > first.Version && first.Version > 0);
        Expect.Null(await Stores.Subscriptions.GetAsync(new SubscriptionId(4_711), Cancellation));
    }

    private async Task EveryWriteTakesANewVersionAsync() // R15
    {
        var first = await SubscribeAsync();
        await SubscribeAsync();
        var before = (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version;

        var updated = await ChangeAsync(first, row => row with { Name = "other" });

        Expect.True(updated.Version > before);
        Expect.Equal(updated.Version, (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version);
        Expect.Equal((updated.Version, "other"), ((await SubscriptionAsync(first)).Version, (await SubscriptionAsync(first)).Name));
    }

    private async Task ChangesSinceAVersionAreThoseWrittenAfterItEachOnceDeletedOnesIncludedAsync() // R15
    {
        var (first, second, third) = (await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync());
        var before = (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version;
        await ChangeAsync(second, row => row with { Name = "once" });
        await ChangeAsync(second, row => row with { Name = "twice" });
        await SetStateAsync(first, SubscriptionState.Deleted);

        var changes = await Stores.Subscriptions.GetChangesAsync(before, Cancellation);

        Expect.Equal([first, second], changes.Changed.Select(row => row.Id).Order());
        Expect.Equal("twice", changes.Changed.Single(row => row.Id == second).Name);
        Expect.Equal(SubscriptionState.Deleted, changes.Changed.Single(row => row.Id == first).State);
        Expect.Equal(changes.Changed.Max(row => row.Version), changes.Version);
        Expect.Empty((await Stores.Subscriptions.GetChangesAsync(changes.Version, Cancellation)).Changed);
        Expect.Equal([first, second, third], (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Changed.Select(row => row.Id).Order());
    }

    private async Task AnEmptyStoreHasNoChangesAsync()
    {
        Expect.Empty((await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Changed);
    }

    private async Task AnUpdateOfARowThatHasChangedSinceIsRefusedAndWritesNothingAsync()
    {
        var read = await SubscriptionAsync(await SubscribeAsync());
        var winner = await ChangeAsync(read.Id, row => row with { Name = "winner" });

        Expect.Null(await Stores.Subscriptions.UpdateAsync(read with { Name = "loser" }, Cancellation));

        var stored = await SubscriptionAsync(read.Id);
        Expect.Equal(("winner", winner.Version), (stored.Name, stored.Version));
        Expect.Equal(winner.Version, (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version);
    }

    private async Task AnUpdateOfARowThatIsNotThereIsRefusedAsync()
    {
        Expect.Null(await Stores.Subscriptions.UpdateAsync(Given.Subscription() with { Id = new SubscriptionId(4_711), Version = 1 }, Cancellation));
    }

    private async Task AChangeOfOneRowDoesNotRefuseAnUpdateOfAnotherAsync()
    {
        var (first, second) = (await SubscribeAsync(), await SubscribeAsync());
        var read = await SubscriptionAsync(first);
        await ChangeAsync(second, row => row with { Name = "other" });

        Expect.NotNull(await Stores.Subscriptions.UpdateAsync(read with { Name = "mine" }, Cancellation));
    }

    private async Task OfEightUpdatesAtOnceOneWinsAsync()
    {
        var read = await SubscriptionAsync(await SubscribeAsync());
        await using var second = await Stores.SecondNodeAsync(Cancellation);
        StoreUnderTest[] nodes = [Stores, second];

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(
            () => nodes[index % 2].Subscriptions.UpdateAsync(read with { Name = $"writer {index}" }, Cancellation))));

        var winner = Expect.Single(results.Where(row => row is not null));
        Expect.Equal(winner!.Name, (await SubscriptionAsync(read.Id)).Name);
    }

    private async Task EnablingResetsTheCountersAndTheWaitAsync() // R11, R22
    {
        var lane = await FailingAsync();

        var enabled = await ChangeAsync(lane, row => row with { EnableEpoch = row.EnableEpoch + 1 });

        Expect.Equal((null, 0, null), (enabled.FirstFailureAt, enabled.FailedInARow, enabled.WaitUntil));
        var stored = await SubscriptionAsync(lane);
        Expect.Equal((null, 0, null), (stored.FirstFailureAt, stored.FailedInARow, stored.WaitUntil));
        Expect.Single(await ClaimLaneAsync(lane, At(5), 1));
    }

    private async Task AnyOtherUpdateLeavesTheCountersAsTheDeliveryStoreKeepsThemAsync() // R22
    {
        var lane = await SubscribeAsync();
        var read = await SubscriptionAsync(lane);
        await FailAsync(lane);

        var updated = await Stores.Subscriptions.UpdateAsync(read with { Name = "other", FailedInARow = 9, FirstFailureAt = null, WaitUntil = null }, Cancellation);

        Expect.Equal((At(1), 1, At(30)), (updated!.FirstFailureAt, updated.FailedInARow, updated.WaitUntil));
        var stored = await SubscriptionAsync(lane);
        Expect.Equal((At(1), 1, At(30), "other"), (stored.FirstFailureAt, stored.FailedInARow, stored.WaitUntil, stored.Name));
    }

    private async Task ACancelledCallWritesNothingAsync()
    {
        var cancelled = new CancellationToken(canceled: true);
        var row = await SubscriptionAsync(await SubscribeAsync());

        await Expect.CancelledAsync(() => Stores.Subscriptions.CreateAsync(Given.Subscription(), cancelled));
        await Expect.CancelledAsync(() => Stores.Subscriptions.UpdateAsync(row with { Name = "other" }, cancelled));

        Expect.Equal(row.Version, (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version);
        Expect.Single(await Stores.Subscriptions.ListAsync(new SubscriptionQuery(), Cancellation));
    }

    private static void AssertSame(StoredSubscription expected, StoredSubscription? actual)
    {
        Expect.NotNull(actual);
        Expect.Equal(expected.EventTypes, actual.EventTypes);
        Expect.Equal(expected.Channels, actual.Channels);
        Expect.Equal(expected.HeaderNames, actual.HeaderNames);
        Expect.Equal(expected.Sealed, actual.Sealed);
        Expect.Equal(expected.Schedule, actual.Schedule);
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
        Expect.Equal(expected, scalars);
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
