using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Recover: failed deliveries of one subscription since a time, through its lane.</summary>
internal sealed class RecoverRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<RecoverRules>(RuleFamily.People, (stores, cancellation) => new RecoverRules(stores, cancellation));
        return
        [
            rules.One("P-19", "Failed deliveries are due through their lane as recoveries",
                on => on.FailedDeliveriesAreDueThroughTheirLaneAsRecoveriesAsync()),
            rules.One("P-20", "Recoveries are held with their lane", on => on.RecoveriesAreHeldWithTheirLaneAsync()),
            rules.One("P-21", "Recovering in batches goes oldest first and on after the last", on => on.BatchesGoOldestFirstAndOnAfterTheLastAsync()),
            rules.One("P-22", "When recovering, a full last batch says that nothing more follows or is followed by an empty one",
                on => on.AFullLastBatchSaysThatNothingMoreFollowsOrIsFollowedByAnEmptyOneAsync()),
            rules.One("P-23", "Only failed deliveries of this subscription added since are recovered",
                on => on.OnlyFailedDeliveriesOfThisSubscriptionAddedSinceAreRecoveredAsync()),
            rules.One("P-24", "Failed tests are not recovered", on => on.FailedTestsAreNotRecoveredAsync()),
            rules.One("P-25", "Recovering leaves out those whose body is purged", on => on.ThoseWhoseBodyIsPurgedAreLeftOutAsync()),
            rules.One("P-26", "A recovery that fails is failed again and one that succeeds is delivered",
                on => on.ARecoveryThatFailsIsFailedAgainAndOneThatSucceedsIsDeliveredAsync()),
            rules.One("P-27", "A recovery that goes on later stays one", on => on.ARecoveryThatGoesOnLaterStaysOneAsync()),
            rules.One("P-28", "A resend of a recovery held by its lane is due now", on => on.AResendOfARecoveryHeldByItsLaneIsDueNowAsync()),
            rules.One("P-29", "Nothing to recover is nothing more", on => on.NothingToRecoverIsNothingMoreAsync()),
        ];
    }

    private async Task FailedDeliveriesAreDueThroughTheirLaneAsRecoveriesAsync() // R24
    {
        var (lane, failed) = await FailedAsync(2);

        var result = await RecoverAsync(lane, At(9));

        Expect.Equal((2, failed[1], false), (result.Count, result.Last, result.HasMore));
        Expect.Empty(await ClaimAsync(At(9), 10));
        var claims = await ClaimLaneAsync(lane, At(9));
        Expect.Equal(failed, claims.Select(row => row.Id).Order());
        Expect.Empty(claims.Where(claim => (claim.Trigger, claim.DueAt) != (AttemptTrigger.Recover, At(9))));
    }

    private async Task RecoveriesAreHeldWithTheirLaneAsync() // R24: inside cap, rate and circuit
    {
        var (lane, failed) = await FailedAsync(1);
        await RecoverAsync(lane, At(1));
        await SetStateAsync(lane, SubscriptionState.Paused);

        Expect.Empty(await ClaimAsync(At(2), 10, new LaneClaim(lane, 10)));
        Expect.True((await SummaryAsync(failed[0])).IsHeld);
    }

    private async Task BatchesGoOldestFirstAndOnAfterTheLastAsync() // R24
    {
        var (lane, failed) = await FailedAsync(5);
        List<int> counts = [];
        var (last, hasMore) = (default(DeliveryId), true);
        while (hasMore)
        {
            var batch = await Stores.Deliveries.RecoverAsync(new RecoverRequest(lane, Start, last, 2), At(1), Cancellation);
            counts.Add(batch.Count);
            Expect.True(batch.Last > last);
            (last, hasMore) = (batch.Last, batch.HasMore);
            Expect.Equal(failed.Take(counts.Sum()), (await PendingAsync(lane)).Order());
        }

        Expect.Equal([2, 2, 1], counts);
    }

    private async Task AFullLastBatchSaysThatNothingMoreFollowsOrIsFollowedByAnEmptyOneAsync()
    {
        var (lane, _) = await FailedAsync(2);

        var batch = await Stores.Deliveries.RecoverAsync(new RecoverRequest(lane, Start, default, 2), At(1), Cancellation);
        var next = await Stores.Deliveries.RecoverAsync(new RecoverRequest(lane, Start, batch.Last, 2), At(1), Cancellation);

        Expect.Equal((2, 0, false), (batch.Count, next.Count, next.HasMore));
    }

    private async Task OnlyFailedDeliveriesOfThisSubscriptionAddedSinceAreRecoveredAsync()
    {
        var (lane, other) = (await SubscribeAsync(), await SubscribeAsync());
        await EndedAsync(lane, "evt_early", DeliveryState.Failed, At(1));
        var wanted = await EndedAsync(lane, "evt_exact", DeliveryState.Failed, At(2));
        await EndedAsync(lane, "evt_delivered", DeliveryState.Delivered, At(3));
        await EndedAsync(lane, "evt_cancelled", DeliveryState.Cancelled, At(3));
        await EndedAsync(other, "evt_other", DeliveryState.Failed, At(3));

        var result = await Stores.Deliveries.RecoverAsync(new RecoverRequest(lane, At(2), default, 10), At(9), Cancellation);

        Expect.Equal(1, result.Count);
        Expect.Equal([wanted], await PendingAsync(lane));
        Expect.Empty(await PendingAsync(other));
    }

    private async Task FailedTestsAreNotRecoveredAsync() // R24: one attempt, no retry
    {
        var lane = await SubscribeAsync();
        var token = NextToken();
        var source = Given.Event("evt_test", new NewDelivery(lane, 0, token, AttemptTrigger.Test));
        var test = (await AddAsync(Start, source)).Events.Single().Deliveries.Single();
        await RecordAsync(new DeliveryRecord
        {
            Delivery = test,
            LeaseToken = token,
            Subscription = lane,
            Trigger = AttemptTrigger.Test,
            Next = DeliveryState.Failed,
        });

        Expect.Equal(0, (await RecoverAsync(lane, At(1))).Count);
        Expect.Equal(DeliveryState.Failed, await StateAsync(test));
    }

    private async Task ThoseWhoseBodyIsPurgedAreLeftOutAsync() // R17
    {
        var lane = await SubscribeAsync();
        var old = await PublishAsync(lane, "evt_old");
        await RecordAsync(Given.Failed(await ClaimOneAsync(lane)), At(100));
        await PurgeAsync(At(50), At(0));
        var young = await EndedAsync(lane, "evt_young", DeliveryState.Failed, At(100));

        var result = await RecoverAsync(lane, At(101));

        Expect.Equal((1, young, false), (result.Count, result.Last, result.HasMore));
        Expect.Equal(DeliveryState.Failed, await StateAsync(old));
    }

    private async Task ARecoveryThatFailsIsFailedAgainAndOneThatSucceedsIsDeliveredAsync() // R24
    {
        var (lane, failed) = await FailedAsync(2);
        await RecoverAsync(lane, At(1));
        var claims = (await ClaimLaneAsync(lane, At(1))).OrderBy(row => row.Id).ToArray();

        var failing = await RecordAsync(Given.Failed(claims[0]) with { Failure = FailureClass.Timeout }, At(2));
        await RecordAsync(Given.Delivered(claims[1]), At(2));

        Expect.Equal(0, failing.FailedInARow);
        Expect.Equal((DeliveryState.Failed, FailureClass.Timeout), (await StateAsync(failed[0]), (await SummaryAsync(failed[0])).Failure));
        Expect.Equal(DeliveryState.Delivered, await StateAsync(failed[1]));
        Expect.Equal(1, (await RecoverAsync(lane, At(3))).Count);
    }

    private async Task ARecoveryThatGoesOnLaterStaysOneAsync()
    {
        var (lane, _) = await FailedAsync(1);
        await RecoverAsync(lane, At(1));

        await RecordAsync(Given.Aborted(await ClaimOneAsync(lane, At(1)), At(4)), At(1));

        Expect.Empty(await ClaimLaneAsync(lane, At(3)));
        Expect.Equal(AttemptTrigger.Recover, (await ClaimOneAsync(lane, At(4))).Trigger);
    }

    private async Task AResendOfARecoveryHeldByItsLaneIsDueNowAsync() // R24
    {
        var (lane, failed) = await FailedAsync(1);
        await RecoverAsync(lane, At(1));
        await SetStateAsync(lane, SubscriptionState.Paused);
        await ResendAsync(failed[0], At(2));

        await RecordAsync(Given.Failed(await ClaimResendAsync(At(2))), At(2));

        Expect.Equal(DeliveryState.Failed, await StateAsync(failed[0]));
    }

    private async Task NothingToRecoverIsNothingMoreAsync()
    {
        var lane = await SubscribeAsync();

        Expect.Equal((0, false), (await RecoverAsync(lane, Start) is var result ? (result.Count, result.HasMore) : default));
    }

    private Task<RecoverResult> RecoverAsync(SubscriptionId lane, DateTimeOffset now) =>
        Stores.Deliveries.RecoverAsync(new RecoverRequest(lane, Start, default, 100), now, Cancellation);

    private async Task<IEnumerable<DeliveryId>> PendingAsync(SubscriptionId lane) =>
        (await ListAsync(new DeliveryQuery { Subscription = lane, States = [DeliveryState.Pending] })).Select(row => row.Id);

    private async Task<(SubscriptionId Lane, DeliveryId[] Failed)> FailedAsync(int count)
    {
        var lane = await SubscribeAsync();
        var ids = await PublishManyAsync(lane, count);
        foreach (var claim in await ClaimLaneAsync(lane, Start))
        {
            await RecordAsync(Given.Failed(claim));
        }

        return (lane, ids);
    }
}
