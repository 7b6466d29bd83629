using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Finding lanes with work due, and how much there is.</summary>
internal sealed class LaneRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<LaneRules>(RuleFamily.Leases, (stores, cancellation) => new LaneRules(stores, cancellation));
        return
        [
            rules.One("L-10", "A lane is found from the moment a delivery is due", on => on.ALaneIsFoundFromTheMomentADeliveryIsDueAsync()),
            rules.One("L-11", "A lane is found once however much it has due", on => on.ALaneIsFoundOnceHoweverMuchItHasDueAsync()),
            rules.One("L-12", "A late publish is found by the next call behind any backlog of another lane",
                on => on.ALatePublishIsFoundByTheNextCallBehindAnyBacklogOfAnotherLaneAsync()),
            rules.Each("L-13", "A lane that is not active is not found",
                [SubscriptionState.Paused, SubscriptionState.Disabled, SubscriptionState.Deleted],
                (on, state) => on.ALaneThatIsNotActiveIsNotFoundAsync(state)),
            rules.One("L-14", "A resumed lane is found again with all it held", on => on.AResumedLaneIsFoundAgainWithAllItHeldAsync()),
            rules.One("L-15", "A waiting lane is found when its wait is over and not before",
                on => on.AWaitingLaneIsFoundWhenItsWaitIsOverAndNotBeforeAsync()),
            rules.One("L-16", "Blocked lanes do not use up the limit", on => on.BlockedLanesDoNotUseUpTheLimitAsync()),
            rules.One("L-17", "Full lanes with nothing due do not use up the limit", on => on.FullLanesWithNothingDueDoNotUseUpTheLimitAsync()),
            rules.One("L-18", "The cursor goes round all lanes", on => on.TheCursorGoesRoundAllLanesAsync()),
            rules.One("L-19", "Lanes after the cursor come first, then those from the start",
                on => on.LanesAfterTheCursorComeFirstThenThoseFromTheStartAsync()),
            rules.One("L-20", "A lane whose due deliveries are all being sent is not found",
                on => on.ALaneWhoseDueDeliveriesAreAllBeingSentIsNotFoundAsync()),
            rules.One("L-21", "A lane with a lost lease is found", on => on.ALaneWithALostLeaseIsFoundAsync()),
            rules.One("L-22", "Resends and tests are not work of a lane", on => on.ResendsAndTestsAreNotWorkOfALaneAsync()),
            rules.One("L-23", "The hint of the next due time is never too late", on => on.TheHintOfTheNextDueTimeIsNeverTooLateAsync()),
            rules.One("L-24", "The backlog counts what is due in active lanes, and names the longest due",
                on => on.TheBacklogCountsWhatIsDueInActiveLanesAndNamesTheLongestDueAsync()),
            rules.One("L-25", "The backlog leaves out what is being sent and what has ended",
                on => on.TheBacklogLeavesOutWhatIsBeingSentAndWhatHasEndedAsync()),
        ];
    }

    private async Task ALaneIsFoundFromTheMomentADeliveryIsDueAsync()
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1", At(5));

        Expect.Empty((await FindAsync(At(4.99))).Lanes);
        Expect.Equal([lane], (await FindAsync(At(5))).Lanes);
    }

    private async Task ALaneIsFoundOnceHoweverMuchItHasDueAsync()
    {
        var (first, second) = (await SubscribeAsync(), await SubscribeAsync());
        await PublishManyAsync(first, 20);
        await PublishManyAsync(second, 3);

        Expect.Equal([first, second], (await FindAsync(Start)).Lanes.Order());
    }

    private async Task ALatePublishIsFoundByTheNextCallBehindAnyBacklogOfAnotherLaneAsync() // R7
    {
        var (dead, healthy) = (await SubscribeAsync(), await SubscribeAsync());
        await PublishManyAsync(dead, 1_000, At(-60));

        await PublishAsync(healthy, "evt_late", At(-1));

        Expect.Contains(healthy, (await FindAsync(Start)).Lanes);
        Expect.Equal([healthy], (await FindAsync(Start, limit: 1, blocked: dead)).Lanes);
    }

    private async Task ALaneThatIsNotActiveIsNotFoundAsync(SubscriptionState state) // R7, R23
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        await SetStateAsync(lane, state);

        Expect.Empty((await FindAsync(At(1))).Lanes);
    }

    private async Task AResumedLaneIsFoundAgainWithAllItHeldAsync() // R23
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_before");
        await SetStateAsync(lane, SubscriptionState.Paused);
        await PublishAsync(lane, "evt_meanwhile");
        await SetStateAsync(lane, SubscriptionState.Active);

        Expect.Equal([lane], (await FindAsync(At(1))).Lanes);
        Expect.Equal(2, (await ClaimLaneAsync(lane, At(1))).Count);
    }

    private async Task AWaitingLaneIsFoundWhenItsWaitIsOverAndNotBeforeAsync() // R11
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 2);
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(1)) with { LaneWaitsUntil = At(10) });

        Expect.Empty((await FindAsync(At(9.99))).Lanes);
        Expect.Equal([lane], (await FindAsync(At(10))).Lanes);
    }

    private async Task BlockedLanesDoNotUseUpTheLimitAsync() // R7
    {
        var lanes = await LanesWithWorkAsync(6);

        var found = await FindAsync(Start, 0, 2, lanes[..4]);

        Expect.Equal(lanes[4..], found.Lanes.Order());
    }

    private async Task FullLanesWithNothingDueDoNotUseUpTheLimitAsync()
    {
        var idle = new[] { await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync() };
        foreach (var lane in idle)
        {
            await PublishAsync(lane, $"evt_{lane}", At(60));
        }

        var busy = Expect.Single(await LanesWithWorkAsync(1));

        Expect.Equal([busy], (await FindAsync(Start, limit: 1)).Lanes);
    }

    private async Task TheCursorGoesRoundAllLanesAsync() // R7
    {
        var lanes = await LanesWithWorkAsync(5);
        List<SubscriptionId> seen = [];
        var cursor = 0L;
        for (var call = 0; call < 5; call++)
        {
            var found = await FindAsync(Start, cursor, 2);
            Expect.Equal(2, found.Lanes.Distinct().Count());
            seen.AddRange(found.Lanes);
            cursor = found.Cursor.Value;
        }

        Expect.Empty(lanes.Where(lane => seen.Count(one => one == lane) != 2));
    }

    private async Task LanesAfterTheCursorComeFirstThenThoseFromTheStartAsync() // R7
    {
        var lanes = await LanesWithWorkAsync(3);

        Expect.Equal([lanes[1], lanes[2]], (await FindAsync(Start, lanes[0].Value, 2)).Lanes.Order());
        Expect.Equal([lanes[0], lanes[2]], (await FindAsync(Start, lanes[1].Value, 2)).Lanes.Order());
        Expect.Equal(lanes, (await FindAsync(Start, lanes[2].Value, 3)).Lanes.Order());
    }

    private async Task ALaneWhoseDueDeliveriesAreAllBeingSentIsNotFoundAsync()
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        await ClaimOneAsync(lane);

        Expect.Empty((await FindAsync(At(1))).Lanes);
    }

    private async Task ALaneWithALostLeaseIsFoundAsync() // R2
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        await ClaimOneAsync(lane);

        Expect.Equal([lane], (await FindAsync(Start + Given.Lease)).Lanes);
    }

    private async Task ResendsAndTestsAreNotWorkOfALaneAsync() // R24
    {
        var lane = await SubscribeAsync();
        var delivery = await EndedAsync(lane, "evt_1", DeliveryState.Failed);
        await ResendAsync(delivery);
        await AddAsync(Start, Given.Event("evt_test", new NewDelivery(lane, 0, NextToken(), AttemptTrigger.Test)));

        Expect.Empty((await FindAsync(At(10))).Lanes);
        Expect.Empty(await ClaimLaneAsync(lane, At(10)));
    }

    private async Task TheHintOfTheNextDueTimeIsNeverTooLateAsync()
    {
        var lane = await SubscribeAsync();
        Expect.Null((await FindAsync(Start)).NextDue);
        await PublishAsync(lane, "evt_1", At(7));

        var hint = (await FindAsync(Start)).NextDue;

        Expect.True(hint is null || (hint > Start && hint <= At(7)), $"{hint}");
    }

    private async Task TheBacklogCountsWhatIsDueInActiveLanesAndNamesTheLongestDueAsync()
    {
        var (active, paused) = (await SubscribeAsync(), await SubscribeAsync());
        await PublishManyAsync(active, 3, At(2));
        await PublishAsync(active, "evt_first", At(1));
        await PublishAsync(active, "evt_later", At(9));
        await PublishManyAsync(paused, 5);
        await SetStateAsync(paused, SubscriptionState.Paused);

        var backlog = await Stores.Deliveries.GetBacklogAsync(At(3), Cancellation);

        Expect.Equal((4, At(1)), (backlog.Due, backlog.OldestDueAt));
    }

    private async Task TheBacklogLeavesOutWhatIsBeingSentAndWhatHasEndedAsync()
    {
        var lane = await SubscribeAsync();
        await EndedAsync(lane, "evt_1", DeliveryState.Delivered);
        await PublishAsync(lane, "evt_2");
        await ClaimOneAsync(lane);

        var backlog = await Stores.Deliveries.GetBacklogAsync(At(1), Cancellation);

        Expect.Equal((0, null), (backlog.Due, backlog.OldestDueAt));
    }

    private async Task<SubscriptionId[]> LanesWithWorkAsync(int count)
    {
        var lanes = new SubscriptionId[count];
        for (var index = 0; index < count; index++)
        {
            lanes[index] = await SubscribeAsync();
            await PublishManyAsync(lanes[index], 2);
        }

        return lanes;
    }
}
