using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>Purging: what is old goes in small batches, what is unfinished never loses its body.</summary>
public abstract class RetentionSuite : StoreSuite
{
    [Theory] // R27
    [InlineData(DeliveryState.Delivered)]
    [InlineData(DeliveryState.Failed)]
    [InlineData(DeliveryState.Cancelled)]
    public async Task Deliveries_that_ended_before_are_removed_and_those_that_ended_later_stay(DeliveryState end)
    {
        var lane = await SubscribeAsync();
        var old = await EndedAsync(lane, "evt_old", end, At(1));
        var young = await EndedAsync(lane, "evt_young", end, At(2));

        await PurgeAsync(At(2), Start);

        Assert.Null(await Stores.Log.GetAsync(old, TenantScope.All, Cancellation));
        Assert.Equal(end, await StateAsync(young));
        Assert.Equal([young], (await ListAsync(new DeliveryQuery())).Select(row => row.Id));
    }

    [Fact]
    public async Task Unfinished_deliveries_keep_row_and_body_however_old() // R23
    {
        var lane = await SubscribeAsync();
        var ids = await PublishManyAsync(lane, 4);
        await RecordAsync(Given.Retried(await ClaimOneAsync(lane), At(99)));
        await ClaimOneAsync(lane);
        await ResendAsync(ids[3]);

        await PurgeAsync(At(900), At(900));

        Assert.Equal(4, (await ListAsync(new DeliveryQuery())).Count);
        foreach (var id in ids)
        {
            Assert.NotNull((await DetailsAsync(id)).Body);
        }

        Assert.Equal(3, (await ClaimAsync(At(999), 10, new LaneClaim(lane, 10))).Count(row => row.Body.Length > 0 && row.Trigger == AttemptTrigger.Scheduled));
    }

    [Fact]
    public async Task One_unfinished_delivery_keeps_the_body_its_event_shares() // R23
    {
        var (first, second) = (await SubscribeAsync(), await SubscribeAsync());
        await AddAsync(Start, Given.Event("evt_1", new NewDelivery(first, 0), new NewDelivery(second, 0)));
        await RecordAsync(Given.Delivered(await ClaimOneAsync(first)));

        await PurgeAsync(At(900), At(900));

        Assert.NotEmpty((await ClaimOneAsync(second, At(901))).Body);
    }

    [Fact]
    public async Task An_ended_delivery_that_a_person_made_due_again_is_not_removed() // R24
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", DeliveryState.Failed);
        await ResendAsync(delivery, At(1));

        await PurgeAsync(At(900), At(900));

        Assert.NotEmpty((await ClaimResendAsync(At(900))).Body);
    }

    [Fact]
    public async Task A_body_goes_when_its_event_is_old_though_its_delivery_ended_later() // R27
    {
        var lane = await SubscribeAsync();
        var delivery = await PublishAsync(lane, "evt_1", At(1));
        await RecordAsync(Given.Delivered(await ClaimOneAsync(lane, At(1))), At(100));

        await PurgeAsync(At(1), Start);
        Assert.NotNull((await DetailsAsync(delivery)).Body);
        await PurgeAsync(At(2), Start);

        var details = await DetailsAsync(delivery);
        Assert.Null(details.Body);
        Assert.Equal(("smartwms", DeliveryState.Delivered, 1), (details.Contract, details.Delivery.State, details.Attempts.Count));
    }

    [Fact]
    public async Task An_event_id_is_kept_longer_than_log_and_bodies() // R14
    {
        var lane = await SubscribeAsync();
        var delivery = await EndedAsync(lane, "evt_1", DeliveryState.Delivered, At(1));
        await PurgeAsync(At(50), At(1));

        var again = (await AddAsync(At(60), Given.Event("evt_1", new NewDelivery(lane, 0)))).Events.Single();

        Assert.True(again.WasDuplicate);
        Assert.Equal([delivery], again.Deliveries);
        Assert.Equal(AddOutcome.Conflict, (await AddAsync(At(60), Given.Event("evt_1") with { DataHash = Given.Hash("other") })).Outcome);
        Assert.Empty(await ListAsync(new DeliveryQuery()));
    }

    [Fact]
    public async Task An_event_id_may_be_used_again_once_it_is_purged() // R14
    {
        var lane = await SubscribeAsync();
        await EndedAsync(lane, "evt_1", DeliveryState.Delivered, At(1));
        await AddAsync(At(1), Given.Event("evt_nobody") with { Bodies = [] });
        await PurgeAsync(At(50), At(2));

        var added = await AddAsync(At(60), Given.Event("evt_1") with { Type = "order.created" }, Given.Event("evt_nobody"));

        Assert.Equal([false, false], added.Events.Select(row => row.WasDuplicate));
    }

    [Fact]
    public async Task An_event_id_stays_while_a_delivery_of_it_is_there() // R14
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        await PurgeAsync(At(900), At(900));

        Assert.True((await AddAsync(At(901), Given.Event("evt_1"))).Events.Single().WasDuplicate);
    }

    [Fact]
    public async Task The_id_of_a_purged_delivery_is_not_given_again()
    {
        var lane = await SubscribeAsync();
        var purged = await EndedAsync(lane, "evt_1", DeliveryState.Delivered, At(1));
        await PurgeAsync(At(50), At(50));

        Assert.True(await PublishAsync(lane, "evt_2") > purged);
    }

    [Fact]
    public async Task Purging_goes_in_batches_until_nothing_is_left() // R27
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 7);
        foreach (var claim in await ClaimLaneAsync(lane, Start))
        {
            await RecordAsync(Given.Delivered(claim));
        }

        var first = await Stores.Deliveries.PurgeAsync(new PurgeRequest(At(1), At(1), 2), Cancellation);

        Assert.InRange(first, 1, 6);
        Assert.NotEmpty(await ListAsync(new DeliveryQuery()));
        Assert.True(await PurgeAsync(At(1), At(1)) > 0);
        Assert.Empty(await ListAsync(new DeliveryQuery()));
        Assert.Equal(0, await PurgeAsync(At(1), At(1)));
    }

    [Fact]
    public async Task A_purged_delivery_is_gone_for_everyone()
    {
        var delivery = await EndedAsync(await SubscribeAsync(), "evt_1", DeliveryState.Failed, At(1));
        await PurgeAsync(At(50), At(1));

        Assert.Equal(ResendOutcome.NotFound, await ResendAsync(delivery));
        Assert.Equal(CancelOutcome.NotFound, await CancelAsync(delivery));
    }

    [Fact]
    public async Task What_ended_is_purged_by_its_end_though_a_clock_went_back()
    {
        var lane = await SubscribeAsync();
        await PublishManyAsync(lane, 3);
        var claims = await ClaimLaneAsync(lane, Start);
        await RecordAsync(Given.Delivered(claims[0]), At(90));
        await RecordAsync(Given.Delivered(claims[1]), At(10));
        await RecordAsync(Given.Delivered(claims[2]), At(80));

        await PurgeAsync(At(85), Start);

        Assert.Equal([claims[0].Id], (await ListAsync(new DeliveryQuery())).Select(row => row.Id));
    }
}
