using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Resend: one attempt that a person wants, apart from the lanes.</summary>
internal sealed class ResendRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<ResendRules>(RuleFamily.People, (stores, cancellation) => new ResendRules(stores, cancellation));
        return
        [
            rules.Each("P-01", "An ended delivery is due now as a resend with the same bytes",
                [DeliveryState.Failed, DeliveryState.Delivered, DeliveryState.Cancelled],
                (on, end) => on.AnEndedDeliveryIsDueNowAsAResendWithTheSameBytesAsync(end)),
            rules.One("P-02", "A resend is claimed apart from the lanes and never by its lane",
                on => on.AResendIsClaimedApartFromTheLanesAndNeverByItsLaneAsync()),
            rules.Each("P-03", "The subscription's state does not hold a resend",
                [SubscriptionState.Paused, SubscriptionState.Disabled, SubscriptionState.Deleted],
                (on, state) => on.TheSubscriptionsStateDoesNotHoldAResendAsync(state)),
            rules.One("P-04", "A waiting lane does not hold a resend", on => on.AWaitingLaneDoesNotHoldAResendAsync()),
            rules.One("P-05", "Resends are claimed oldest due first and not more than wanted",
                on => on.ResendsAreClaimedOldestDueFirstAndNotMoreThanWantedAsync()),
            rules.One("P-06", "A failed resend of a pending delivery puts it back to the due time it had",
                on => on.AFailedResendOfAPendingDeliveryPutsItBackToTheDueTimeItHadAsync()),
            rules.One("P-07", "Resending twice keeps the first due time for later", on => on.ResendingTwiceKeepsTheFirstDueTimeForLaterAsync()),
            rules.One("P-08", "A successful resend of a pending delivery finishes it", on => on.ASuccessfulResendOfAPendingDeliveryFinishesItAsync()),
            rules.One("P-09", "A failed delivery is delivered by a successful resend", on => on.AFailedDeliveryIsDeliveredByASuccessfulResendAsync()),
            rules.Each<(DeliveryState End, FailureClass Failure)>("P-10", "A failed resend leaves an ended delivery as it was with its last failure",
                [(DeliveryState.Failed, FailureClass.Timeout), (DeliveryState.Cancelled, FailureClass.Timeout), (DeliveryState.Delivered, FailureClass.None)],
                (on, given) => on.AFailedResendLeavesAnEndedDeliveryAsItWasWithItsLastFailureAsync(given.End, given.Failure)),
            rules.One("P-11", "A resend that goes on later stays a resend", on => on.AResendThatGoesOnLaterStaysAResendAsync()),
            rules.One("P-12", "A resend that was released or lost stays a resend", on => on.AResendThatWasReleasedOrLostStaysAResendAsync()),
            rules.One("P-13", "A delivery being sent is not resent", on => on.ADeliveryBeingSentIsNotResentAsync()),
            rules.One("P-14", "A delivery whose node died is resent though its lane is held",
                on => on.ADeliveryWhoseNodeDiedIsResentThoughItsLaneIsHeldAsync()),
            rules.One("P-15", "What was set aside for its many claims starts level when it is resent",
                on => on.WhatWasSetAsideForItsManyClaimsStartsLevelWhenItIsResentAsync()),
            rules.One("P-16", "Resending a delivery that is not there finds nothing", on => on.ADeliveryThatIsNotThereIsNotFoundAsync()),
            rules.Each<(string? Owner, string? Other)>("P-17", "Resending another tenant's delivery finds nothing",
                [(null, ""), ("", null), ("x", "X")], (on, given) => on.AnotherTenantsDeliveryIsNotFoundAsync(given.Owner, given.Other)),
            rules.One("P-18", "A delivery whose body is purged is not resent", on => on.ADeliveryWhoseBodyIsPurgedIsNotResentAsync()),
        ];
    }

    private async Task AnEndedDeliveryIsDueNowAsAResendWithTheSameBytesAsync(DeliveryState end) // R24
    {
        var lane = await SubscribeAsync();
        var delivery = await EndedAsync(lane, "evt_1", end);
        var body = (await DetailsAsync(delivery)).Body;

        Expect.Equal(ResendOutcome.Due, await ResendAsync(delivery, At(5)));

        Expect.Equal((DeliveryState.Pending, At(5), null), (await StateAsync(delivery), (await SummaryAsync(delivery)).DueAt, (await SummaryAsync(delivery)).FinishedAt));
        Expect.Empty(await ClaimAsync(At(4), 10));
        var claim = await ClaimResendAsync(At(5));
        Expect.Equal((delivery, AttemptTrigger.Resend, 1, "evt_1"), (claim.Id, claim.Trigger, claim.Attempts, claim.EventId));
        Expect.Equal(body, claim.Body);
    }

    private async Task AResendIsClaimedApartFromTheLanesAndNeverByItsLaneAsync() // R24
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await ResendAsync(delivery);

        Expect.Empty(await ClaimLaneAsync(lane, At(1)));
        Expect.Equal(delivery, (await ClaimResendAsync(At(1))).Id);
    }

    private async Task TheSubscriptionsStateDoesNotHoldAResendAsync(SubscriptionState state) // R24: pause, disable, circuit and rate do not hold a single Resend
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await SetStateAsync(lane, state);

        Expect.Equal(ResendOutcome.Due, await ResendAsync(delivery));

        Expect.Equal(delivery, (await ClaimResendAsync()).Id);
    }

    private async Task AWaitingLaneDoesNotHoldAResendAsync() // R11, R24
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(60)) with { LaneWaitsUntil = At(60) });
        await ResendAsync(delivery, At(1));

        Expect.Equal(delivery, (await ClaimResendAsync(At(1))).Id);
    }

    private async Task ResendsAreClaimedOldestDueFirstAndNotMoreThanWantedAsync()
    {
        var lane = await SubscribeAsync();
        var ids = await PublishManyAsync(lane, 3);
        await ResendAsync(ids[0], At(3));
        await ResendAsync(ids[1], At(1));
        await ResendAsync(ids[2], At(2));

        Expect.Empty(await ClaimAsync(At(9), 0));
        Expect.Equal([ids[1], ids[2]], (await ClaimAsync(At(9), 2)).Select(row => row.Id).Order());
        Expect.Equal(ids[0], (await ClaimResendAsync(At(9))).Id);
    }

    private async Task AFailedResendOfAPendingDeliveryPutsItBackToTheDueTimeItHadAsync() // R24
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(30)));
        await ResendAsync(delivery, At(5));

        await RecordAsync(Given.Failed(await ClaimResendAsync(At(5))), At(6));

        Expect.Equal((DeliveryState.Pending, At(30)), (await StateAsync(delivery), (await SummaryAsync(delivery)).DueAt));
        Expect.Empty(await ClaimAsync(At(99), 10));
        Expect.Empty(await ClaimLaneAsync(lane, At(29)));
        var next = await ClaimOneAsync(lane, At(30));
        Expect.Equal((AttemptTrigger.Scheduled, 2, 1), (next.Trigger, next.Attempts, next.Steps));
    }

    private async Task ResendingTwiceKeepsTheFirstDueTimeForLaterAsync() // R24
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1", At(30));
        await ResendAsync(delivery, At(1));
        Expect.Equal(ResendOutcome.Due, await ResendAsync(delivery, At(2)));

        await RecordAsync(Given.Failed(await ClaimResendAsync(At(2))), At(3));

        Expect.Equal(At(30), (await SummaryAsync(delivery)).DueAt);
    }

    private async Task ASuccessfulResendOfAPendingDeliveryFinishesItAsync() // R24
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1", At(30));
        await ResendAsync(delivery);

        await RecordAsync(Given.Delivered(await ClaimResendAsync()));

        Expect.Equal(DeliveryState.Delivered, await StateAsync(delivery));
        Expect.Empty(await ClaimLaneAsync(lane, At(99)));
    }

    private async Task AFailedDeliveryIsDeliveredByASuccessfulResendAsync() // R24
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", DeliveryState.Failed);
        await ResendAsync(delivery, At(5));

        await RecordAsync(Given.Delivered(await ClaimResendAsync(At(5))), At(6));

        var summary = await SummaryAsync(delivery);
        Expect.Equal((DeliveryState.Delivered, At(6), FailureClass.None, 2, 0), (summary.State, summary.FinishedAt, summary.Failure, summary.Attempts, summary.Retries));
    }

    private async Task AFailedResendLeavesAnEndedDeliveryAsItWasWithItsLastFailureAsync(DeliveryState end, FailureClass failure) // R24
    {
        var lane = await SubscribeAsync();
        var delivery = await EndedAsync(lane, "evt_1", end);
        await ResendAsync(delivery, At(5));

        var result = await RecordAsync(Given.Failed(await ClaimResendAsync(At(5))) with { Failure = FailureClass.Timeout }, At(6));

        var summary = await SummaryAsync(delivery);
        Expect.Equal((end, failure, 2, null), (summary.State, summary.Failure, summary.Attempts, summary.DueAt));
        Expect.Equal(new RecordResult(Accepted: true), result);
        Expect.Empty(await ClaimAsync(At(99), 10, new LaneClaim(lane, 10)));
    }

    private async Task AResendThatGoesOnLaterStaysAResendAsync() // R34
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", DeliveryState.Failed);
        await ResendAsync(delivery);

        await RecordAsync(Given.Aborted(await ClaimResendAsync(), At(4)));

        Expect.Empty(await ClaimAsync(At(3), 10));
        Expect.Equal((delivery, AttemptTrigger.Resend), ((await ClaimResendAsync(At(4))).Id, AttemptTrigger.Resend));
    }

    private async Task AResendThatWasReleasedOrLostStaysAResendAsync() // R2, R6
    {
        var lane = await SubscribeAsync();
        await ResendAsync(await PublishAsync(lane, "evt_1", At(600)));
        await ReleaseAsync(await ClaimResendAsync(), At(1));

        var lost = await ClaimResendAsync(At(1));
        var again = await ClaimResendAsync(At(1) + Given.Lease);

        Expect.Equal([AttemptTrigger.Resend, AttemptTrigger.Resend], [lost.Trigger, again.Trigger]);
        await RecordAsync(Given.Failed(again), At(9));
        Expect.Equal(At(600), (await SummaryAsync(again.Id)).DueAt);
    }

    private async Task ADeliveryBeingSentIsNotResentAsync() // R24
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var claim = await ClaimOneAsync(lane);

        Expect.Equal(ResendOutcome.BeingSent, await ResendAsync(delivery, At(1)));

        Expect.True((await RecordAsync(Given.Delivered(claim))).Accepted);
    }

    private async Task ADeliveryWhoseNodeDiedIsResentThoughItsLaneIsHeldAsync() // R2, R24
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var dead = await ClaimOneAsync(lane);
        await SetStateAsync(lane, SubscriptionState.Paused);

        Expect.Equal(ResendOutcome.Due, await ResendAsync(delivery, At(10)));

        Expect.False((await RecordAsync(Given.Delivered(dead), At(10))).Accepted);
        Expect.Equal(delivery, (await ClaimResendAsync(At(10))).Id);
    }

    private async Task WhatWasSetAsideForItsManyClaimsStartsLevelWhenItIsResentAsync() // R1
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        for (var death = 0; death < 6; death++)
        {
            await ClaimOneAsync(lane, At(10 * death));
        }

        await RecordAsync(Given.Failed(await ClaimOneAsync(lane, At(60))) with { Attempt = null, CountsStep = false, Failure = FailureClass.WorkerLost }, At(60));
        await ResendAsync(delivery, At(61));

        Expect.Equal((1, 0), (await ClaimResendAsync(At(61)) is var claim ? (claim.Claims, claim.Attempts) : default));
    }

    private async Task ADeliveryThatIsNotThereIsNotFoundAsync()
    {
        Expect.Equal(ResendOutcome.NotFound, await ResendAsync(new DeliveryId(4_711)));
        Expect.Equal(ResendOutcome.NotFound, await ResendAsync(default));
    }

    private async Task AnotherTenantsDeliveryIsNotFoundAsync(string? owner, string? other) // R16
    {
        var delivery = await PublishAsync(await SubscribeAsync(), "evt_1", with: row => row with { TenantId = owner });

        Expect.Equal(ResendOutcome.NotFound, await Stores.Deliveries.ResendAsync(delivery, TenantScope.Only(other), Start, Cancellation));
        Expect.Equal(ResendOutcome.Due, await Stores.Deliveries.ResendAsync(delivery, TenantScope.Only(owner), Start, Cancellation));
    }

    private async Task ADeliveryWhoseBodyIsPurgedIsNotResentAsync() // R17
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await RecordAsync(Given.Failed(await ClaimOneAsync(lane)), At(100));
        await PurgeAsync(At(50), At(0));

        Expect.Equal(ResendOutcome.BodyPurged, await ResendAsync(delivery, At(101)));

        Expect.Equal(DeliveryState.Failed, await StateAsync(delivery));
    }
}
