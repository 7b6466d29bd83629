using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Cancelling: by a person, by the hold limit, with the subscription. And bringing forward what a wrong clock put far away.</summary>
internal sealed class CancellingRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<CancellingRules>(RuleFamily.People, (stores, cancellation) => new CancellingRules(stores, cancellation));
        return
        [
            rules.One("P-30", "A pending delivery is cancelled", on => on.APendingDeliveryIsCancelledAsync()),
            rules.One("P-31", "A delivery being sent is not cancelled until its lease is lost",
                on => on.ADeliveryBeingSentIsNotCancelledUntilItsLeaseIsLostAsync()),
            rules.Each("P-32", "An ended delivery is not cancelled",
                [DeliveryState.Delivered, DeliveryState.Failed], (on, end) => on.AnEndedDeliveryIsNotCancelledAsync(end)),
            rules.Each("P-33", "Cancelling a resend leaves an ended delivery as it ended",
                [DeliveryState.Delivered, DeliveryState.Failed], (on, end) => on.CancellingAResendLeavesAnEndedDeliveryAsItEndedAsync(end)),
            rules.One("P-34", "Only its own tenant cancels a delivery", on => on.OnlyItsOwnTenantCancelsADeliveryAsync()),
            rules.One("P-35", "Deliveries held for the limit are cancelled and younger holds are not",
                on => on.DeliveriesHeldForTheLimitAreCancelledAndYoungerHoldsAreNotAsync()),
            rules.One("P-36", "Deliveries of a deleted subscription are cancelled at once",
                on => on.DeliveriesOfADeletedSubscriptionAreCancelledAtOnceAsync()),
            rules.One("P-37", "What is leased is left until its lease is lost", on => on.WhatIsLeasedIsLeftUntilItsLeaseIsLostAsync()),
            rules.One("P-38", "Held deliveries are cancelled in batches, and fewer than the limit means none are left",
                on => on.HeldDeliveriesGoInBatchesAndFewerThanTheLimitMeansNoneAreLeftAsync()),
            rules.One("P-39", "What is due too late is brought forward and nothing else moves",
                on => on.WhatIsDueTooLateIsBroughtForwardAndNothingElseMovesAsync()),
            rules.One("P-40", "A resend due too late and the due time it goes back to are brought forward",
                on => on.AResendDueTooLateAndTheDueTimeItGoesBackToAreBroughtForwardAsync()),
            rules.One("P-41", "A wait of a lane that ends too late is brought forward", on => on.AWaitOfALaneThatEndsTooLateIsBroughtForwardAsync()),
            rules.One("P-42", "Cancelled calls of what people do change nothing", on => on.CancelledCallsChangeNothingAsync()),
            rules.One("P-48", "A resend is not cancelled because its subscription is held", on => on.AResendIsNotCancelledBecauseItsSubscriptionIsHeldAsync()),
            rules.Each("P-49", "A resend that is set aside leaves an ended delivery as it ended",
                [DeliveryState.Delivered, DeliveryState.Failed], (on, end) => on.AResendThatIsSetAsideLeavesAnEndedDeliveryAsItEndedAsync(end)),
        ];
    }

    private async Task APendingDeliveryIsCancelledAsync()
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");

        Expect.Equal(CancelOutcome.Cancelled, await CancelAsync(delivery, At(1)));

        Expect.Equal((DeliveryState.Cancelled, At(1)), (await StateAsync(delivery), (await SummaryAsync(delivery)).FinishedAt));
        Expect.Empty(await ClaimLaneAsync(lane, At(9)));
        Expect.Equal(CancelOutcome.AlreadyEnded, await CancelAsync(delivery, At(2)));
    }

    private async Task ADeliveryBeingSentIsNotCancelledUntilItsLeaseIsLostAsync() // R2
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var claim = await ClaimOneAsync(lane);

        Expect.Equal(CancelOutcome.BeingSent, await CancelAsync(delivery, At(1)));
        Expect.Equal(CancelOutcome.Cancelled, await CancelAsync(delivery, Start + Given.Lease));
        Expect.False((await RecordAsync(Given.Delivered(claim), At(9))).Accepted);
    }

    private async Task AnEndedDeliveryIsNotCancelledAsync(DeliveryState end)
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", end);

        Expect.Equal(CancelOutcome.AlreadyEnded, await CancelAsync(delivery));
        Expect.Equal(end, await StateAsync(delivery));
    }

    private async Task CancellingAResendLeavesAnEndedDeliveryAsItEndedAsync(DeliveryState end) // R24: Delivered stays Delivered
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", end);
        await ResendAsync(delivery);

        Expect.Equal(CancelOutcome.Cancelled, await CancelAsync(delivery));

        Expect.Equal(end, await StateAsync(delivery));
        Expect.Empty(await ClaimAsync(At(9), 10));
    }

    private async Task OnlyItsOwnTenantCancelsADeliveryAsync() // R16
    {
        var delivery = await PublishAsync(await SubscribeAsync(), "evt_1", with: row => row with { TenantId = "x" });

        Expect.Equal(CancelOutcome.NotFound, await Stores.Deliveries.CancelAsync(delivery, TenantScope.Only(null), Start, Cancellation));
        Expect.Equal(CancelOutcome.NotFound, await CancelAsync(new DeliveryId(4_711)));
        Expect.Equal(CancelOutcome.Cancelled, await Stores.Deliveries.CancelAsync(delivery, TenantScope.Only("x"), Start, Cancellation));
    }

    private async Task DeliveriesHeldForTheLimitAreCancelledAndYoungerHoldsAreNotAsync() // R23
    {
        var (old, young, active) = (await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync());
        var ids = new[] { await PublishAsync(old, "evt_old"), await PublishAsync(young, "evt_young"), await PublishAsync(active, "evt_active") };
        await SetStateAsync(old, SubscriptionState.Disabled, At(10));
        await SetStateAsync(young, SubscriptionState.Paused, At(11));

        Expect.Equal(1, await Stores.Deliveries.CancelHeldAsync(At(10), 100, At(50), Cancellation));

        Expect.Equal([DeliveryState.Cancelled, DeliveryState.Pending, DeliveryState.Pending], [.. await StatesAsync(ids)]);
        Expect.Equal(At(50), (await SummaryAsync(ids[0])).FinishedAt);
    }

    private async Task DeliveriesOfADeletedSubscriptionAreCancelledAtOnceAsync() // R23
    {
        var lane = await SubscribeAsync();
        var pending = await PublishAsync(lane, "evt_1");
        var resent = await PublishAsync(lane, "evt_2");
        await ResendAsync(resent, At(1));
        await SetStateAsync(lane, SubscriptionState.Deleted, At(40));

        Expect.Equal(2, await Stores.Deliveries.CancelHeldAsync(Start, 100, At(50), Cancellation));

        Expect.Equal([DeliveryState.Cancelled, DeliveryState.Cancelled], [.. await StatesAsync(pending, resent)]);
    }

    private async Task AResendIsNotCancelledBecauseItsSubscriptionIsHeldAsync() // R24
    {
        var lane = await SubscribeAsync();
        var resent = await PublishAsync(lane, "evt_1");
        await SetStateAsync(lane, SubscriptionState.Paused);
        await ResendAsync(resent, At(30));

        Expect.Equal(0, await Stores.Deliveries.CancelHeldAsync(At(20), 100, At(50), Cancellation));

        Expect.Equal(resent, (await ClaimResendAsync(At(50))).Id);
    }

    private async Task AResendThatIsSetAsideLeavesAnEndedDeliveryAsItEndedAsync(DeliveryState end) // R24
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", end);
        var before = await SummaryAsync(delivery);
        await ResendAsync(delivery, At(5));

        var setAside = Given.Failed(await ClaimResendAsync(At(5))) with { Next = DeliveryState.Cancelled, DueAt = null, Failure = FailureClass.None, Attempt = null, CountsStep = false };
        Expect.True((await RecordAsync(setAside, At(6))).Accepted);

        var summary = await SummaryAsync(delivery);
        Expect.Equal((end, before.Failure, before.FinishedAt, 1), (summary.State, summary.Failure, summary.FinishedAt, summary.Attempts));
    }

    private async Task WhatIsLeasedIsLeftUntilItsLeaseIsLostAsync() // R23
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await ClaimOneAsync(lane);
        await SetStateAsync(lane, SubscriptionState.Deleted);

        Expect.Equal(0, await Stores.Deliveries.CancelHeldAsync(Start, 100, At(1), Cancellation));
        Expect.Equal(DeliveryState.Sending, await StateAsync(delivery));
        Expect.Equal(1, await Stores.Deliveries.CancelHeldAsync(Start, 100, At(2), Cancellation));
    }

    private async Task HeldDeliveriesGoInBatchesAndFewerThanTheLimitMeansNoneAreLeftAsync() // R23
    {
        var (first, second) = (await SubscribeAsync(), await SubscribeAsync());
        await PublishManyAsync(first, 3);
        await PublishManyAsync(second, 2);
        await SetStateAsync(first, SubscriptionState.Paused);
        await SetStateAsync(second, SubscriptionState.Deleted);

        List<int> counts = [];
        for (var count = 2; count == 2;)
        {
            counts.Add(count = await Stores.Deliveries.CancelHeldAsync(At(1), 2, At(2), Cancellation));
        }

        Expect.Equal([2, 2, 1], counts);
    }

    private async Task WhatIsDueTooLateIsBroughtForwardAndNothingElseMovesAsync() // R30
    {
        var lane = await SubscribeAsync();
        var near = await PublishAsync(lane, "evt_near", At(5));
        var far = await PublishAsync(lane, "evt_far", At(600));
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane, At(5)), At(7)));
        var farRetry = await PublishAsync(lane, "evt_retry");
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(900)));

        Expect.Equal(2, await Stores.Deliveries.BringForwardAsync(At(60), Cancellation));

        Expect.Equal(
            [At(7), At(60), At(60)], [(await SummaryAsync(near)).DueAt, (await SummaryAsync(far)).DueAt, (await SummaryAsync(farRetry)).DueAt]);
        Expect.Equal(3, (await ClaimLaneAsync(lane, At(60))).Count);
        Expect.Equal(0, await Stores.Deliveries.BringForwardAsync(At(62), Cancellation));
    }

    private async Task AResendDueTooLateAndTheDueTimeItGoesBackToAreBroughtForwardAsync() // R30
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1", At(900));
        await ResendAsync(delivery, At(800));

        await Stores.Deliveries.BringForwardAsync(At(60), Cancellation);

        var claim = await ClaimResendAsync(At(60));
        await RecordAsync(Given.Failed(claim), At(61));
        Expect.Equal(At(60), (await SummaryAsync(delivery)).DueAt);
    }

    private async Task AWaitOfALaneThatEndsTooLateIsBroughtForwardAsync() // R30: a clock that was wrong once freezes nothing
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 2);
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(30)) with { LaneWaitsUntil = At(900) });

        await Stores.Deliveries.BringForwardAsync(At(60), Cancellation);

        Expect.Empty((await FindAsync(At(59))).Lanes);
        Expect.Equal([lane], (await FindAsync(At(60))).Lanes);
    }

    private async Task CancelledCallsChangeNothingAsync()
    {
        var lane = await SubscribeAsync();
        var (pending, failed) = (await PublishAsync(lane, "evt_1", At(5)), await EndedAsync(lane, "evt_2", DeliveryState.Failed));
        var stop = new CancellationToken(canceled: true);

        await Expect.CancelledAsync(() => Stores.Deliveries.ResendAsync(failed, TenantScope.All, Start, stop));
        await Expect.CancelledAsync(() => Stores.Deliveries.RecoverAsync(new RecoverRequest(lane, Start, default, 10), Start, stop));
        await Expect.CancelledAsync(() => Stores.Deliveries.CancelAsync(pending, TenantScope.All, Start, stop));
        await Expect.CancelledAsync(() => Stores.Deliveries.BringForwardAsync(Start, stop));

        Expect.Equal([DeliveryState.Pending, DeliveryState.Failed], await StatesAsync(pending, failed));
        Expect.Equal(At(5), (await SummaryAsync(pending)).DueAt);
    }

    private async Task<List<DeliveryState>> StatesAsync(params DeliveryId[] ids)
    {
        List<DeliveryState> states = [];
        foreach (var id in ids)
        {
            states.Add(await StateAsync(id));
        }

        return states;
    }
}
