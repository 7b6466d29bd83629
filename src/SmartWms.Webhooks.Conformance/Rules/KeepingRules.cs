using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Conformance.Rules;

/// <summary>Purging: what is old goes in small batches, what is unfinished never loses its body.</summary>
internal sealed class KeepingRules(StoreUnderTest stores, CancellationToken cancellation) : StoreRules(stores, cancellation)
{
    public static IReadOnlyList<ConformanceRule> List()
    {
        var rules = new RuleList<KeepingRules>(RuleFamily.Keeping, (stores, cancellation) => new KeepingRules(stores, cancellation));
        return
        [
            rules.Each("K-01", "Deliveries that ended before the limit are removed, and those that ended later stay",
                [DeliveryState.Delivered, DeliveryState.Failed, DeliveryState.Cancelled],
                (on, end) => on.DeliveriesThatEndedBeforeAreRemovedAndThoseThatEndedLaterStayAsync(end)),
            rules.One("K-02", "Unfinished deliveries keep row and body however old", on => on.UnfinishedDeliveriesKeepRowAndBodyHoweverOldAsync()),
            rules.One("K-03", "One unfinished delivery keeps the body its event shares", on => on.OneUnfinishedDeliveryKeepsTheBodyItsEventSharesAsync()),
            rules.One("K-04", "An ended delivery that a person made due again is not removed",
                on => on.AnEndedDeliveryThatAPersonMadeDueAgainIsNotRemovedAsync()),
            rules.One("K-05", "A body goes when its event is old though its delivery ended later",
                on => on.ABodyGoesWhenItsEventIsOldThoughItsDeliveryEndedLaterAsync()),
            rules.One("K-06", "An event id is kept longer than log and bodies", on => on.AnEventIdIsKeptLongerThanLogAndBodiesAsync()),
            rules.One("K-07", "An event id may be used again once it is purged", on => on.AnEventIdMayBeUsedAgainOnceItIsPurgedAsync()),
            rules.One("K-08", "An event id stays while a delivery of it is there", on => on.AnEventIdStaysWhileADeliveryOfItIsThereAsync()),
            rules.One("K-09", "The id of a purged delivery is not given again", on => on.TheIdOfAPurgedDeliveryIsNotGivenAgainAsync()),
            rules.One("K-10", "Purging goes in batches until nothing is left", on => on.PurgingGoesInBatchesUntilNothingIsLeftAsync()),
            rules.One("K-11", "A purged delivery is gone for everyone", on => on.APurgedDeliveryIsGoneForEveryoneAsync()),
            rules.One("K-12", "What ended is purged by its end though a clock went back", on => on.WhatEndedIsPurgedByItsEndThoughAClockWentBackAsync()),
        ];
    }

    private async Task DeliveriesThatEndedBeforeAreRemovedAndThoseThatEndedLaterStayAsync(DeliveryState end) // R27
    {
        var lane = await SubscribeAsync();
        var old = await EndedAsync(lane, "evt_old", end, At(1));
        var young = await EndedAsync(lane, "evt_young", end, At(2));

        await PurgeAsync(At(2), Start);

        Expect.Null(await Stores.Log.GetAsync(old, TenantScope.All, Cancellation));
        Expect.Equal(end, await StateAsync(young));
        Expect.Equal([young], (await ListAsync(new DeliveryQuery())).Select(row => row.Id));
    }

    private async Task UnfinishedDeliveriesKeepRowAndBodyHoweverOldAsync() // R23
    {
        var lane = await SubscribeAsync();
        var ids = await PublishManyAsync(lane, 4);
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(99)));
        await ClaimOneAsync(lane);
        await ResendAsync(ids[3]);

        await PurgeAsync(At(900), At(900));

        Expect.Equal(4, (await ListAsync(new DeliveryQuery())).Count);
        foreach (var id in ids)
        {
            Expect.NotNull((await DetailsAsync(id)).Body);
        }

        Expect.Equal(3, (await ClaimAsync(At(999), 10, new LaneClaim(lane, 10))).Count(row => row.Body.Length > 0 && row.Trigger == AttemptTrigger.Scheduled));
    }

    private async Task OneUnfinishedDeliveryKeepsTheBodyItsEventSharesAsync() // R23
    {
        var (first, second) = (await SubscribeAsync(), await SubscribeAsync());
        await AddAsync(Start, Given.Event("evt_1", new NewDelivery(first, 0), new NewDelivery(second, 0)));
        await RecordAsync(Given.Delivered(await ClaimOneAsync(first)));

        await PurgeAsync(At(900), At(900));

        Expect.NotEmpty((await ClaimOneAsync(second, At(901))).Body);
    }

    private async Task AnEndedDeliveryThatAPersonMadeDueAgainIsNotRemovedAsync() // R24
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", DeliveryState.Failed);
        await ResendAsync(delivery, At(1));

        await PurgeAsync(At(900), At(900));

        Expect.NotEmpty((await ClaimResendAsync(At(900))).Body);
    }

    private async Task ABodyGoesWhenItsEventIsOldThoughItsDeliveryEndedLaterAsync() // R27
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1", At(1));
        await RecordAsync(Given.Delivered(await ClaimOneAsync(lane, At(1))), At(100));

        await PurgeAsync(At(1), Start);
        Expect.NotNull((await DetailsAsync(delivery)).Body);
        await PurgeAsync(At(2), Start);

        var details = await DetailsAsync(delivery);
        Expect.Null(details.Body);
        Expect.Equal(("smartwms", DeliveryState.Delivered, 1), (details.Contract, details.Delivery.State, details.Attempts.Count));
    }

    private async Task AnEventIdIsKeptLongerThanLogAndBodiesAsync() // R14
    {
        var lane = await SubscribeAsync();
        var delivery = await EndedAsync(lane, "evt_1", DeliveryState.Delivered, At(1));
        await PurgeAsync(At(50), At(1));

        var again = (await AddAsync(At(60), Given.Event("evt_1", new NewDelivery(lane, 0)))).Events.Single();

        Expect.True(again.WasDuplicate);
        Expect.Equal([delivery], again.Deliveries);
        Expect.Empty(await ListAsync(new DeliveryQuery()));
    }

    private async Task AnEventIdMayBeUsedAgainOnceItIsPurgedAsync() // R14
    {
        var lane = await SubscribeAsync();
        await EndedAsync(lane, "evt_1", DeliveryState.Delivered, At(1));
        await AddAsync(At(1), Given.Event("evt_nobody") with { Bodies = [] });
        await PurgeAsync(At(50), At(2));

        var added = await AddAsync(At(60), Given.Event("evt_1") with { Type = "order.created" }, Given.Event("evt_nobody"));

        Expect.Equal([false, false], added.Events.Select(row => row.WasDuplicate));
    }

    private async Task AnEventIdStaysWhileADeliveryOfItIsThereAsync() // R14
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        await PurgeAsync(At(900), At(900));

        Expect.True((await AddAsync(At(901), Given.Event("evt_1"))).Events.Single().WasDuplicate);
    }

    private async Task TheIdOfAPurgedDeliveryIsNotGivenAgainAsync()
    {
        var lane = await SubscribeAsync();
        var purged = await EndedAsync(lane, "evt_1", DeliveryState.Delivered, At(1));
        await PurgeAsync(At(50), At(50));

        Expect.True(await PublishAsync(lane, "evt_2") > purged);
    }

    private async Task PurgingGoesInBatchesUntilNothingIsLeftAsync() // R27
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 7);
        foreach (var claim in await ClaimLaneAsync(lane, Start))
        {
            await RecordAsync(Given.Delivered(claim));
        }

        var first = await Stores.Deliveries.PurgeAsync(new PurgeRequest(At(1), At(1), 2), Cancellation);

        Expect.True(first is >= 1 and <= 6);
        Expect.NotEmpty(await ListAsync(new DeliveryQuery()));
        Expect.True(await PurgeAsync(At(1), At(1)) > 0);
        Expect.Empty(await ListAsync(new DeliveryQuery()));
        Expect.Equal(0, await PurgeAsync(At(1), At(1)));
    }

    private async Task APurgedDeliveryIsGoneForEveryoneAsync()
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", DeliveryState.Failed, At(1));
        await PurgeAsync(At(50), At(1));

        Expect.Equal(ResendOutcome.NotFound, await ResendAsync(delivery));
        Expect.Equal(CancelOutcome.NotFound, await CancelAsync(delivery));
    }

    private async Task WhatEndedIsPurgedByItsEndThoughAClockWentBackAsync()
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 3);
        var claims = await ClaimLaneAsync(lane, Start);
        await RecordAsync(Given.Delivered(claims[0]), At(90));
        await RecordAsync(Given.Delivered(claims[1]), At(10));
        await RecordAsync(Given.Delivered(claims[2]), At(80));

        await PurgeAsync(At(85), Start);

        Expect.Equal([claims[0].Id], (await ListAsync(new DeliveryQuery())).Select(row => row.Id));
    }
}
