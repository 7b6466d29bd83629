using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>A lease is the right to write a result; who lost it writes nothing.</summary>
internal sealed class LeaseRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<LeaseRules>(RuleFamily.Leases, (stores, cancellation) => new LeaseRules(stores, cancellation));
        return
        [
            rules.One("L-01", "While sending the due time is the end of the lease", on => on.WhileSendingTheDueTimeIsTheEndOfTheLeaseAsync()),
            rules.One("L-02", "A lost lease is claimed again under another token and spends no step",
                on => on.ALostLeaseIsClaimedAgainUnderAnotherTokenAndSpendsNoStepAsync()),
            rules.One("L-03", "A result recorded after the lease was lost is refused and writes nothing",
                on => on.AResultUnderALostLeaseWritesNothingAsync()),
            rules.One("L-04", "A late result is accepted while nobody else has claimed", on => on.ALateResultIsAcceptedWhileNobodyElseHasClaimedAsync()),
            rules.One("L-05", "The same result twice is accepted once", on => on.TheSameResultTwiceIsAcceptedOnceAsync()),
            rules.One("L-06", "A batch answers each record in order and a lost one harms no other",
                on => on.ABatchAnswersEachRecordInOrderAndALostOneHarmsNoOtherAsync()),
            rules.One("L-07", "A result of a delivery that is not there is not accepted", on => on.AResultOfADeliveryThatIsNotThereIsNotAcceptedAsync()),
            rules.One("L-08", "A release under a lost lease does nothing", on => on.AReleaseUnderALostLeaseDoesNothingAsync()),
            rules.One("L-09", "A result after a release is not accepted", on => on.AResultAfterAReleaseIsNotAcceptedAsync()),
        ];
    }

    private async Task WhileSendingTheDueTimeIsTheEndOfTheLeaseAsync() // R2
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        await ClaimOneAsync(lane, At(1));

        var summary = await SummaryAsync(delivery);

        Expect.Equal((DeliveryState.Sending, At(1) + Given.Lease), (summary.State, summary.DueAt));
        Expect.Empty(await ClaimLaneAsync(lane, At(1) + Given.Lease - TimeSpan.FromMilliseconds(1)));
    }

    private async Task ALostLeaseIsClaimedAgainUnderAnotherTokenAndSpendsNoStepAsync() // R1, R2
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        var first = await ClaimOneAsync(lane);

        var second = await ClaimOneAsync(lane, Start + Given.Lease);

        Expect.Equal(first.Id, second.Id);
        Expect.NotEqual(first.LeaseToken, second.LeaseToken);
        Expect.Equal((0, 0, 2), (second.Attempts, second.Steps, second.Claims));
        Expect.Equal(Start + Given.Lease, second.DueAt);
    }

    private async Task AResultUnderALostLeaseWritesNothingAsync() // R3
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var lost = await ClaimOneAsync(lane);
        var owner = await ClaimOneAsync(lane, Start + Given.Lease);

        var disable = Given.Delivered(lost) with { LaneWaitsUntil = At(60), Disable = new DisableRequest("late", lost.EnableEpoch) };
        Expect.Equal(new RecordResult(Accepted: false), await RecordAsync(disable, At(2)));

        var summary = await SummaryAsync(delivery);
        Expect.Equal((DeliveryState.Sending, 0, Start + Given.Lease + Given.Lease), (summary.State, summary.Attempts, summary.DueAt));
        Expect.Equal((SubscriptionState.Active, null), ((await SubscriptionAsync(lane)).State, (await SubscriptionAsync(lane)).WaitUntil));
        Expect.True((await RecordAsync(Given.Delivered(owner), At(2))).Accepted);
    }

    private async Task ALateResultIsAcceptedWhileNobodyElseHasClaimedAsync() // R2, R3: the token is the fence, not the time
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var claim = await ClaimOneAsync(lane);

        Expect.True((await RecordAsync(Given.Delivered(claim), At(60))).Accepted);
        Expect.Equal(DeliveryState.Delivered, await StateAsync(delivery));
    }

    private async Task TheSameResultTwiceIsAcceptedOnceAsync() // R3
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var record = Given.Delivered(await ClaimOneAsync(lane));

        Expect.True((await RecordAsync(record)).Accepted);
        Expect.False((await RecordAsync(record)).Accepted);
        Expect.Single((await DetailsAsync(delivery)).Attempts);
    }

    private async Task ABatchAnswersEachRecordInOrderAndALostOneHarmsNoOtherAsync() // R3
    {
        var lane = await SubscribeAsync();
        var ids = await PublishManyAsync(lane, 3);
        var claims = (await ClaimLaneAsync(lane, Start)).OrderBy(row => row.Id).ToArray();

        var results = await Stores.Deliveries.RecordAsync(
            [Given.Delivered(claims[2]), Given.Delivered(claims[0]) with { LeaseToken = NextToken() }, Given.Failed(claims[1])], Start, Cancellation);

        Expect.Equal([true, false, true], results.Select(row => row.Accepted));
        Expect.Equal([0, 0, 1], results.Select(row => row.FailedInARow));
        Expect.Equal(
            [DeliveryState.Sending, DeliveryState.Failed, DeliveryState.Delivered], [await StateAsync(ids[0]), await StateAsync(ids[1]), await StateAsync(ids[2])]);
    }

    private async Task AResultOfADeliveryThatIsNotThereIsNotAcceptedAsync()
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        var record = Given.Delivered(await ClaimOneAsync(lane)) with { Delivery = new DeliveryId(4_711) };

        Expect.False((await RecordAsync(record)).Accepted);
    }

    private async Task AReleaseUnderALostLeaseDoesNothingAsync() // R3
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1");
        var lost = await ClaimOneAsync(lane);
        await ClaimOneAsync(lane, At(10));

        await ReleaseAsync(lost, At(11));

        var summary = await SummaryAsync(delivery);
        Expect.Equal((DeliveryState.Sending, At(10) + Given.Lease), (summary.State, summary.DueAt));
    }

    private async Task AResultAfterAReleaseIsNotAcceptedAsync() // R3
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        var claim = await ClaimOneAsync(lane);
        await ReleaseAsync(claim, Start);

        Expect.False((await RecordAsync(Given.Delivered(claim))).Accepted);
    }
}
