using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>What results do to the subscription: its failure counters, the lane's wait, and disabling it.</summary>
internal sealed class CounterRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<CounterRules>(RuleFamily.Recording, (stores, cancellation) => new CounterRules(stores, cancellation));
        return
        [
            rules.One("R-12", "The first failed scheduled attempt sets the first failure and later ones keep it",
                on => on.TheFirstFailedScheduledAttemptSetsTheFirstFailureAndLaterOnesKeepItAsync()),
            rules.One("R-13", "Deliveries that end failed are counted in a row", on => on.DeliveriesThatEndFailedAreCountedInARowAsync()),
            rules.One("R-14", "A success clears the counters", on => on.ASuccessClearsTheCountersAsync()),
            rules.Each("R-15", "A success that a person asked for clears the counters too",
                [AttemptTrigger.Resend, AttemptTrigger.Recover], (on, trigger) => on.ASuccessThatAPersonAskedForClearsTheCountersTooAsync(trigger)),
            rules.Each("R-16", "A failure that a person asked for counts nothing",
                [AttemptTrigger.Resend, AttemptTrigger.Recover], (on, trigger) => on.AFailureThatAPersonAskedForCountsNothingAsync(trigger)),
            rules.One("R-17", "An attempt that our own stop cut is no failure of the receiver",
                on => on.AnAttemptThatOurOwnStopCutIsNoFailureOfTheReceiverAsync()),
            rules.One("R-18", "Counters of one subscription leave another alone", on => on.CountersOfOneSubscriptionLeaveAnotherAloneAsync()),
            rules.One("R-19", "A lane waits and a shorter wait does not cut a longer one", on => on.ALaneWaitsAndAShorterWaitDoesNotCutALongerOneAsync()),
            rules.One("R-20", "A record disables its subscription with the reason under a new version",
                on => on.ARecordDisablesItsSubscriptionWithTheReasonUnderANewVersionAsync(), RuleNeeds.OneDatabase),
            rules.One("R-21", "A disabled lane gives nothing from then on", on => on.ADisabledLaneGivesNothingFromThenOnAsync(), RuleNeeds.OneDatabase),
            rules.One("R-22", "Only the first of two records disables", on => on.OnlyTheFirstOfTwoRecordsDisablesAsync(), RuleNeeds.OneDatabase),
            rules.One("R-23", "A late result from before enable never disables again",
                on => on.ALateResultFromBeforeEnableNeverDisablesAgainAsync(), RuleNeeds.OneDatabase),
            rules.One("R-24", "A paused subscription is not disabled", on => on.APausedSubscriptionIsNotDisabledAsync(), RuleNeeds.OneDatabase),
            rules.Each<(double FailingSince, bool Disables)>("R-25", "Disabling for failing since asks for a first failure at or before",
                [(10, true), (9.99, false)], (on, given) => on.DisablingForFailingSinceAsksForAFirstFailureAtOrBeforeAsync(given.FailingSince, given.Disables), RuleNeeds.OneDatabase),
            rules.One("R-26", "A success in between keeps a long failing subscription from being disabled",
                on => on.ASuccessInBetweenKeepsALongFailingSubscriptionFromBeingDisabledAsync(), RuleNeeds.OneDatabase),
            rules.One("R-27", "Test records touch no subscription", on => on.TestRecordsTouchNoSubscriptionAsync()),
        ];
    }

    private async Task TheFirstFailedScheduledAttemptSetsTheFirstFailureAndLaterOnesKeepItAsync() // R22
    {
        var lane = await LaneWithAsync(2);
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(9)), At(1));
        await RecordAsync(Given.Failed(await ClaimOneAsync(lane)), At(2));

        Expect.Equal(At(1), (await SubscriptionAsync(lane)).FirstFailureAt);
    }

    private async Task DeliveriesThatEndFailedAreCountedInARowAsync() // R26
    {
        var lane = await LaneWithAsync(3);

        var first = await RecordAsync(Given.Failed(await ClaimOneAsync(lane)));
        var retried = await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(9)));
        var second = await RecordAsync(Given.Failed(await ClaimOneAsync(lane)));

        Expect.Equal([1, 0, 2], [first.FailedInARow, retried.FailedInARow, second.FailedInARow]);
        Expect.Equal(2, (await SubscriptionAsync(lane)).FailedInARow);
    }

    private async Task ASuccessClearsTheCountersAsync()
    {
        var lane = await LaneWithAsync(2);
        await RecordAsync(Given.Failed(await ClaimOneAsync(lane)));

        var result = await RecordAsync(Given.Delivered(await ClaimOneAsync(lane)));

        var row = await SubscriptionAsync(lane);
        Expect.Equal((null, 0, 0), (row.FirstFailureAt, row.FailedInARow, result.FailedInARow));
    }

    private async Task ASuccessThatAPersonAskedForClearsTheCountersTooAsync(AttemptTrigger trigger) // R24
    {
        var (lane, claim) = await AgainAsync(trigger);
        Expect.Equal(1, (await SubscriptionAsync(lane)).FailedInARow);

        await RecordAsync(Given.Delivered(claim));

        var row = await SubscriptionAsync(lane);
        Expect.Equal((null, 0), (row.FirstFailureAt, row.FailedInARow));
    }

    private async Task AFailureThatAPersonAskedForCountsNothingAsync(AttemptTrigger trigger) // R24: manual attempts never disable
    {
        var (lane, claim) = await AgainAsync(trigger);
        await ChangeAsync(lane, row => row with { EnableEpoch = row.EnableEpoch + 1 });

        var result = await RecordAsync(Given.Failed(claim));

        var row = await SubscriptionAsync(lane);
        Expect.Equal((null, 0, 0), (row.FirstFailureAt, row.FailedInARow, result.FailedInARow));
    }

    private async Task AnAttemptThatOurOwnStopCutIsNoFailureOfTheReceiverAsync() // R1, R6
    {
        var lane = await LaneWithAsync(1);

        await RecordAsync(Given.Aborted(await ClaimOneAsync(lane), At(1)));

        Expect.Null((await SubscriptionAsync(lane)).FirstFailureAt);
    }

    private async Task CountersOfOneSubscriptionLeaveAnotherAloneAsync()
    {
        var (failing, other) = (await LaneWithAsync(1), await LaneWithAsync(1));
        await RecordAsync(Given.Failed(await ClaimOneAsync(failing)) with { LaneWaitsUntil = At(3) });

        var row = await SubscriptionAsync(other);
        Expect.Equal((null, 0, null), (row.FirstFailureAt, row.FailedInARow, row.WaitUntil));
    }

    private async Task ALaneWaitsAndAShorterWaitDoesNotCutALongerOneAsync() // R11
    {
        var lane = await LaneWithAsync(3);
        var claims = await ClaimLaneAsync(lane, Start);

        await RecordAsync(Given.Retried(claims[0], At(30)) with { LaneWaitsUntil = At(10) });
        await RecordAsync(Given.Retried(claims[1], At(30)) with { LaneWaitsUntil = At(5) });
        Expect.Equal(At(10), (await SubscriptionAsync(lane)).WaitUntil);

        await RecordAsync(Given.Retried(claims[2], At(30)) with { LaneWaitsUntil = At(20) });
        Expect.Equal(At(20), (await SubscriptionAsync(lane)).WaitUntil);
    }

    private async Task ARecordDisablesItsSubscriptionWithTheReasonUnderANewVersionAsync() // R15, R22
    {
        var lane = await LaneWithAsync(1);
        var before = (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version;
        var claim = await ClaimOneAsync(lane);

        var result = await RecordAsync(Given.Failed(claim) with { Disable = new DisableRequest("Five attempts failed.", claim.EnableEpoch) }, At(7));

        Expect.True(result.DisabledSubscription);
        var row = await SubscriptionAsync(lane);
        Expect.Equal((SubscriptionState.Disabled, "Five attempts failed.", At(7)), (row.State, row.StateReason, row.StateChangedAt));
        var changes = await Stores.Subscriptions.GetChangesAsync(before, Cancellation);
        Expect.Equal((lane, row.Version), (Expect.Single(changes.Changed).Id, changes.Version));
        Expect.True(row.Version > before);
    }

    private async Task ADisabledLaneGivesNothingFromThenOnAsync() // R22
    {
        var lane = await LaneWithAsync(2);
        var claim = await ClaimOneAsync(lane);
        await RecordAsync(Given.Failed(claim) with { Disable = new DisableRequest("reason", claim.EnableEpoch) });

        Expect.Empty((await FindAsync(At(1))).Lanes);
        Expect.Empty(await ClaimLaneAsync(lane, At(1)));
    }

    private async Task OnlyTheFirstOfTwoRecordsDisablesAsync() // R22, R26: one alert
    {
        var lane = await LaneWithAsync(2);
        var records = (await ClaimLaneAsync(lane, Start)).Select(claim => Given.Failed(claim) with { Disable = new DisableRequest("reason", claim.EnableEpoch) });

        var results = await Stores.Deliveries.RecordAsync([.. records], Start, Cancellation);

        Expect.Equal([true, false], results.Select(row => row.DisabledSubscription));
    }

    private async Task ALateResultFromBeforeEnableNeverDisablesAgainAsync() // R22
    {
        var lane = await LaneWithAsync(1);
        var claim = await ClaimOneAsync(lane);
        await ChangeAsync(lane, row => row with { EnableEpoch = row.EnableEpoch + 1 });

        var result = await RecordAsync(Given.Failed(claim) with { Disable = new DisableRequest("late", claim.EnableEpoch) });

        Expect.Equal((true, false), (result.Accepted, result.DisabledSubscription));
        Expect.Equal(SubscriptionState.Active, (await SubscriptionAsync(lane)).State);
    }

    private async Task APausedSubscriptionIsNotDisabledAsync() // R22: only if it is Active
    {
        var lane = await LaneWithAsync(1);
        var claim = await ClaimOneAsync(lane);
        await SetStateAsync(lane, SubscriptionState.Paused);

        Expect.False((await RecordAsync(Given.Failed(claim) with { Disable = new DisableRequest("late", claim.EnableEpoch) })).DisabledSubscription);
        Expect.Equal(SubscriptionState.Paused, (await SubscriptionAsync(lane)).State);
    }

    private async Task DisablingForFailingSinceAsksForAFirstFailureAtOrBeforeAsync(double failingSince, bool disables) // R22
    {
        var lane = await LaneWithAsync(2);
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(60)), At(10));
        var claim = await ClaimOneAsync(lane);

        var result = await RecordAsync(Given.Failed(claim) with { Disable = new DisableRequest("reason", claim.EnableEpoch, At(failingSince)) }, At(99));

        Expect.Equal(disables, result.DisabledSubscription);
    }

    private async Task ASuccessInBetweenKeepsALongFailingSubscriptionFromBeingDisabledAsync() // R22
    {
        var lane = await LaneWithAsync(3);
        var claims = await ClaimLaneAsync(lane, Start);
        await RecordAsync(Given.Retried(claims[0], At(999)), At(1));
        await RecordAsync(Given.Delivered(claims[1]), At(50));

        var result = await RecordAsync(Given.Failed(claims[2]) with { Disable = new DisableRequest("reason", claims[2].EnableEpoch, At(20)) }, At(99));

        Expect.False(result.DisabledSubscription);
    }

    private async Task TestRecordsTouchNoSubscriptionAsync() // R24
    {
        var lane = await LaneWithAsync(1);
        await RecordAsync(Given.Failed(await ClaimOneAsync(lane)), At(1));
        var before = await SubscriptionAsync(lane);

        foreach (var end in new[] { DeliveryState.Failed, DeliveryState.Delivered })
        {
            var token = NextToken();
            var source = Given.Event($"evt_test_{end}", new NewDelivery(lane, 0, token, AttemptTrigger.Test));
            var delivery = (await AddAsync(Start, source)).Events.Single().Deliveries.Single();
            var result = await RecordAsync(new DeliveryRecord
            {
                Delivery = delivery,
                LeaseToken = token,
                Subscription = lane,
                Trigger = AttemptTrigger.Test,
                Next = end,
                LaneWaitsUntil = At(99),
                Disable = new DisableRequest("test", 0),
            });
            Expect.Equal(new RecordResult(Accepted: true), result);
        }

        var after = await SubscriptionAsync(lane);
        Expect.Equal((before.Version, before.State, before.WaitUntil), (after.Version, after.State, after.WaitUntil));
        Expect.Equal((At(1), 1), (after.FirstFailureAt, after.FailedInARow));
    }

    private async Task<SubscriptionId> LaneWithAsync(int deliveries)
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, deliveries);
        return lane;
    }

    /// <summary>A failed delivery, claimed again because a person asked.</summary>
    private async Task<(SubscriptionId Lane, ClaimedDelivery Claim)> AgainAsync(AttemptTrigger trigger)
    {
        var lane = await SubscribeAsync();
        var delivery = await EndedAsync(lane, "evt_1", DeliveryState.Failed);
        if (trigger == AttemptTrigger.Resend)
        {
            await ResendAsync(delivery);
            return (lane, await ClaimResendAsync());
        }

        await Stores.Deliveries.RecoverAsync(new RecoverRequest(lane, Start, default, 10), Start, Cancellation);
        return (lane, await ClaimOneAsync(lane));
    }
}
