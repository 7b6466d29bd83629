using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Suite;

/// <summary>Storing events: whole or not at all, once for each id.</summary>
public abstract class AddingSuite : StoreSuite
{
    [Fact]
    public async Task An_added_delivery_is_pending_and_due_now()
    {
        var delivery = await PublishAsync(await SubscribeAsync(), "evt_1", At(3));

        var summary = await SummaryAsync(delivery);

        Assert.Equal((DeliveryState.Pending, At(3), At(3)), (summary.State, summary.DueAt, summary.CreatedAt));
        Assert.Equal((0, 0, null, FailureClass.None), (summary.Attempts, summary.Retries, summary.FinishedAt, summary.Failure));
    }

    [Fact]
    public async Task Every_event_gets_the_ids_of_its_deliveries_in_their_order()
    {
        var (first, second) = (await SubscribeAsync(), await SubscribeAsync());

        var added = await AddAsync(
            Start, Given.Event("evt_1", new NewDelivery(second, 0), new NewDelivery(first, 0)), Given.Event("evt_2"), Given.Event("evt_3", new NewDelivery(first, 0)));

        Assert.Equal([2, 0, 1], added.Events.Select(row => row.Deliveries.Count));
        var deliveries = added.Events.SelectMany(row => row.Deliveries).ToArray();
        Assert.Equal(deliveries.Order(), deliveries);
        Assert.All(deliveries, id => Assert.True(id.Value > 0));
        Assert.Equal(second, (await SummaryAsync(deliveries[0])).Subscription);
        Assert.Equal((first, "evt_3"), ((await SummaryAsync(deliveries[2])).Subscription, (await SummaryAsync(deliveries[2])).EventId));
    }

    [Fact]
    public async Task The_same_id_type_and_data_again_is_a_duplicate_with_the_first_deliveries() // R14
    {
        var lane = await SubscribeAsync();
        var first = await PublishAsync(lane, "evt_1");

        var again = await AddAsync(At(1), Given.Event("evt_1", new NewDelivery(lane, 0), new NewDelivery(lane, 0)));

        Assert.Equal(AddOutcome.Added, again.Outcome);
        Assert.True(again.Events.Single().WasDuplicate);
        Assert.Equal([first], again.Events.Single().Deliveries);
        Assert.Single(await ListAsync(new DeliveryQuery()));
    }

    [Fact]
    public async Task A_batch_may_hold_new_events_and_duplicates() // R14
    {
        var lane = await SubscribeAsync();
        var first = await PublishAsync(lane, "evt_2");

        var added = await AddAsync(Start, [.. new[] { "evt_1", "evt_2", "evt_3" }.Select(id => Given.Event(id, new NewDelivery(lane, 0)))]);

        Assert.Equal([false, true, false], added.Events.Select(row => row.WasDuplicate));
        Assert.Equal(first, added.Events[1].Deliveries.Single());
        Assert.Equal(3, (await ListAsync(new DeliveryQuery())).Count);
    }

    [Fact]
    public async Task The_same_id_with_another_type_is_a_conflict() // R14
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");

        var added = await AddAsync(Start, Given.Event("evt_1", new NewDelivery(lane, 0)) with { Type = "order.created" });

        Assert.Equal((AddOutcome.Conflict, "evt_1"), (added.Outcome, added.ConflictingEventId));
        Assert.Empty(added.Events);
        Assert.Single(await ListAsync(new DeliveryQuery()));
    }

    [Fact]
    public async Task The_same_id_with_other_data_is_a_conflict() // R14
    {
        await PublishAsync(await SubscribeAsync(), "evt_1");

        var added = await AddAsync(Start, Given.Event("evt_1") with { DataHash = Given.Hash("other") });

        Assert.Equal((AddOutcome.Conflict, "evt_1"), (added.Outcome, added.ConflictingEventId));
    }

    [Fact]
    public async Task A_conflict_names_the_first_taken_id_and_nothing_of_its_batch_is_written() // R14
    {
        var lane = await SubscribeAsync();
        await AddAsync(Start, Given.Event("evt_3"), Given.Event("evt_4"));
        var other = Given.Hash("other");

        var added = await AddAsync(
            Start, Given.Event("evt_1", new NewDelivery(lane, 0)), Given.Event("evt_3") with { DataHash = other }, Given.Event("evt_4") with { DataHash = other });

        Assert.Equal((AddOutcome.Conflict, "evt_3"), (added.Outcome, added.ConflictingEventId));
        Assert.Empty(await ListAsync(new DeliveryQuery()));
        Assert.False((await AddAsync(Start, Given.Event("evt_1"))).Events.Single().WasDuplicate);
    }

    [Fact]
    public async Task An_event_nobody_subscribed_to_is_stored_all_the_same() // R14
    {
        var nobody = Given.Event("evt_1") with { Bodies = [] };
        Assert.False((await AddAsync(Start, nobody)).Events.Single().WasDuplicate);

        var again = (await AddAsync(Start, nobody)).Events.Single();

        Assert.True(again.WasDuplicate);
        Assert.Empty(again.Deliveries);
    }

    [Fact]
    public async Task The_same_id_in_three_tenants_is_three_events() // R16: null and '' are tenants of their own
    {
        var lane = await SubscribeAsync();
        string?[] tenants = [null, "", "x"];

        foreach (var tenant in tenants)
        {
            await PublishAsync(lane, "evt_1", with: row => row with { TenantId = tenant });
        }

        foreach (var tenant in tenants)
        {
            Assert.True((await AddAsync(Start, Given.Event("evt_1") with { TenantId = tenant })).Events.Single().WasDuplicate);
        }

        Assert.Equal(tenants, (await ClaimLaneAsync(lane, Start)).OrderBy(row => row.Id).Select(row => row.TenantId));
    }

    [Fact]
    public async Task Ids_that_differ_in_letter_case_are_different_events()
    {
        await AddAsync(Start, Given.Event("evt_a"));

        Assert.False((await AddAsync(Start, Given.Event("evt_A") with { DataHash = Given.Hash("other") })).Events.Single().WasDuplicate);
    }

    [Fact]
    public async Task A_batch_matched_with_an_old_version_is_stale_and_nothing_is_written() // R15
    {
        var lane = await SubscribeAsync();
        var version = (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version;
        await SubscribeAsync();

        var added = await Stores.Deliveries.AddAsync([Given.Event("evt_1", new NewDelivery(lane, 0))], version, Start, Given.Lease, Cancellation);

        Assert.Equal(AddOutcome.Stale, added.Outcome);
        Assert.Empty(added.Events);
        Assert.Empty(await ListAsync(new DeliveryQuery()));
        Assert.False((await AddAsync(Start, Given.Event("evt_1"))).Events.Single().WasDuplicate);
    }

    [Theory] // R15
    [InlineData(SubscriptionState.Active)]
    [InlineData(SubscriptionState.Paused)]
    [InlineData(SubscriptionState.Deleted)]
    public async Task Any_change_of_a_subscription_makes_an_earlier_match_stale(SubscriptionState state)
    {
        var lane = await SubscribeAsync();
        var version = (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version;
        var changed = await SetStateAsync(lane, state);

        Assert.Equal(AddOutcome.Stale, (await Stores.Deliveries.AddAsync([Given.Event("evt_1")], version, Start, Given.Lease, Cancellation)).Outcome);
        Assert.Equal(AddOutcome.Added, (await Stores.Deliveries.AddAsync([Given.Event("evt_1")], changed.Version, Start, Given.Lease, Cancellation)).Outcome);
    }

    [Fact]
    public async Task A_failed_attempt_and_a_wait_do_not_make_a_match_stale() // R15: counters are no change of the subscription
    {
        var lane = await SubscribeAsync();
        await PublishAsync(lane, "evt_1");
        var version = (await Stores.Subscriptions.GetChangesAsync(0, Cancellation)).Version;

        await RecordAsync(Given.Failed(await ClaimOneAsync(lane)) with { LaneWaitsUntil = At(5) });

        Assert.Equal(AddOutcome.Added, (await Stores.Deliveries.AddAsync([Given.Event("evt_2")], version, Start, Given.Lease, Cancellation)).Outcome);
        Assert.Equal(version, (await SubscriptionAsync(lane)).Version);
    }

    [Fact]
    public async Task A_delivery_handed_off_is_stored_under_its_lease_with_one_claim() // R5
    {
        var lane = await SubscribeAsync();
        var token = NextToken();
        var added = await AddAsync(Start, Given.Event("evt_1", new NewDelivery(lane, 0, token)));
        var delivery = added.Events.Single().Deliveries.Single();

        Assert.Equal((DeliveryState.Sending, Start + Given.Lease), ((await SummaryAsync(delivery)).State, (await SummaryAsync(delivery)).DueAt));
        Assert.Empty(await ClaimLaneAsync(lane, Start));
        Assert.Equal(2, (await ClaimOneAsync(lane, Start + Given.Lease)).Claims);
    }

    [Fact]
    public async Task The_result_of_a_delivery_handed_off_is_accepted_under_its_token() // R5
    {
        var lane = await SubscribeAsync();
        var token = NextToken();
        var delivery = (await AddAsync(Start, Given.Event("evt_1", new NewDelivery(lane, 0, token)))).Events.Single().Deliveries.Single();

        var record = new DeliveryRecord
        {
            Delivery = delivery,
            LeaseToken = token,
            Subscription = lane,
            Trigger = AttemptTrigger.Scheduled,
            Next = DeliveryState.Delivered,
        };

        Assert.True((await RecordAsync(record)).Accepted);
        Assert.Equal(DeliveryState.Delivered, await StateAsync(delivery));
    }

    [Fact]
    public async Task A_cancelled_call_stores_nothing()
    {
        var added = Stores.Deliveries.AddAsync([Given.Event("evt_1")], null, Start, Given.Lease, new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => added);
        Assert.False((await AddAsync(Start, Given.Event("evt_1"))).Events.Single().WasDuplicate);
    }

    [Fact]
    public async Task A_thousand_events_fit_in_one_batch()
    {
        var lane = await SubscribeAsync();

        var ids = await PublishManyAsync(lane, 1_000);

        Assert.Equal(1_000, ids.Distinct().Count());
        Assert.Equal(1_000, (await Stores.Deliveries.GetBacklogAsync(Start, Cancellation)).Due);
    }
}
