using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Sqlite.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

/// <summary>How a delivery moves between the two tables.</summary>
public sealed class LifeOfADeliveryTests
{
    private static readonly DateTimeOffset Now = SqliteFile.Now;

    private static CancellationToken Token => SqliteFile.Token;

    [Fact]
    public async Task A_finished_delivery_leaves_the_hot_table_and_keeps_the_receivers_bytes()
    {
        await using var file = new SqliteFile();
        var (database, id, lane) = await StartAsync(file);

        await FinishAsync(database, lane, DeliveryState.Delivered);

        Assert.Equal(0, file.Scalar("select count(*) from wms_webhook_delivery"));
        var details = await new SqliteDeliveryLog(database).GetAsync(id, TenantScope.All, Token);
        Assert.Equal(DeliveryState.Delivered, details!.Delivery.State);
        Assert.Equal([0, 0xC3, 0x28], Assert.Single(details.Attempts).Answer);
    }

    [Fact]
    public async Task A_delivered_one_that_is_resent_shows_once_and_a_failed_resend_leaves_it_delivered()
    {
        await using var file = new SqliteFile();
        var (database, id, lane) = await StartAsync(file);
        await FinishAsync(database, lane, DeliveryState.Delivered);
        var store = new SqliteDeliveryStore(database);

        Assert.Equal(ResendOutcome.Due, await store.ResendAsync(id, TenantScope.All, Now, Token));
        var page = await new SqliteDeliveryLog(database).ListAsync(new DeliveryQuery(), Token);
        Assert.Equal(DeliveryState.Pending, Assert.Single(page).State);

        var claimed = Assert.Single(await SqliteFile.ClaimAsync(database, Now, 8));
        Assert.Equal(AttemptTrigger.Resend, claimed.Trigger);
        await SqliteFile.RecordAsync(database, SqliteFile.Record(claimed, DeliveryState.Failed), Now);

        var after = await new SqliteDeliveryLog(database).GetAsync(id, TenantScope.All, Token);
        Assert.Equal((DeliveryState.Delivered, 2, FailureClass.None), (after!.Delivery.State, after.Delivery.Attempts, after.Delivery.Failure));
        Assert.Equal([(1, AttemptTrigger.Scheduled, 200), (2, AttemptTrigger.Resend, 500)], after.Attempts.Select(attempt => (attempt.Number, attempt.Trigger, attempt.StatusCode ?? 0)));
        Assert.All(after.Attempts, attempt => Assert.Equal(("test", "[0,195,40]", SqliteFile.Now), (attempt.Node, $"[{string.Join(',', attempt.Answer)}]", attempt.StartedAt)));
        Assert.Equal(0, file.Scalar("select count(*) from wms_webhook_delivery"));
    }

    [Fact]
    public async Task A_failed_resend_of_a_pending_delivery_goes_back_to_the_time_it_had()
    {
        await using var file = new SqliteFile();
        var (database, id, lane) = await StartAsync(file);
        var later = Now + TimeSpan.FromHours(2);
        await SqliteFile.RecordAsync(database, SqliteFile.Record((await SqliteFile.ClaimAsync(database, Now, 7, lane))[0], DeliveryState.Pending, later), Now);
        await new SqliteDeliveryStore(database).ResendAsync(id, TenantScope.All, Now, Token);
        var claimed = Assert.Single(await SqliteFile.ClaimAsync(database, Now, 8, lane));

        await SqliteFile.RecordAsync(database, SqliteFile.Record(claimed, DeliveryState.Failed), Now);

        Assert.Empty(await SqliteFile.ClaimAsync(database, later - TimeSpan.FromTicks(1), 9, lane));
        var again = Assert.Single(await SqliteFile.ClaimAsync(database, later, 10, lane));
        Assert.Equal((AttemptTrigger.Scheduled, 2, 1), (again.Trigger, again.Attempts, again.Steps));
    }

    [Fact]
    public async Task Recovery_passes_the_lane_and_ends_as_it_began_when_it_fails()
    {
        await using var file = new SqliteFile();
        var (database, id, lane) = await StartAsync(file);
        await FinishAsync(database, lane, DeliveryState.Failed);
        var store = new SqliteDeliveryStore(database);

        var result = await store.RecoverAsync(new RecoverRequest(lane, Now, default, 10), Now, Token);
        Assert.Equal(new RecoverResult(1, id, HasMore: false), result);
        Assert.Equal(0, (await store.RecoverAsync(new RecoverRequest(lane, Now, default, 10), Now, Token)).Count);

        var claimed = Assert.Single(await SqliteFile.ClaimAsync(database, Now, 8, lane));
        Assert.Equal(AttemptTrigger.Recover, claimed.Trigger);
        await SqliteFile.RecordAsync(database, SqliteFile.Record(claimed, DeliveryState.Failed), Now);
        Assert.Equal(DeliveryState.Failed, (await new SqliteDeliveryLog(database).GetAsync(id, TenantScope.All, Token))!.Delivery.State);
    }

    [Fact]
    public async Task A_result_of_a_lost_lease_is_not_written()
    {
        await using var file = new SqliteFile();
        var (database, _, lane) = await StartAsync(file);
        var lost = (await SqliteFile.ClaimAsync(database, Now, 7, lane))[0];
        await SqliteFile.ClaimAsync(database, Now + SqliteFile.Lease, 8, lane);

        Assert.False((await SqliteFile.RecordAsync(database, SqliteFile.Record(lost, DeliveryState.Delivered), Now)).Accepted);
        Assert.Equal(0, file.Scalar("select count(*) from wms_webhook_attempt"));
    }

    [Fact]
    public async Task Disabling_is_in_the_records_transaction_and_takes_a_new_version()
    {
        await using var file = new SqliteFile();
        var (database, _, lane) = await StartAsync(file);
        var claimed = (await SqliteFile.ClaimAsync(database, Now, 7, lane))[0];

        var result = await SqliteFile.RecordAsync(database, SqliteFile.Record(claimed, DeliveryState.Failed) with { Disable = new DisableRequest("gone", claimed.EnableEpoch) }, Now);

        Assert.Equal(new RecordResult(true, true, 1), result);
        var stored = await new SqliteSubscriptionStore(database).GetAsync(lane, Token);
        Assert.Equal((SubscriptionState.Disabled, claimed.SubscriptionVersion + 1), (stored!.State, stored.Version));
    }

    [Fact]
    public async Task The_sweep_takes_the_log_then_bodies_then_event_ids_and_never_what_is_unfinished()
    {
        await using var file = new SqliteFile();
        var (database, _, lane) = await StartAsync(file);
        await FinishAsync(database, lane, DeliveryState.Delivered);
        await SqliteFile.AddAsync(database, SqliteFile.Event("evt_unfinished", lane));
        var store = new SqliteDeliveryStore(database);
        var later = Now + TimeSpan.FromDays(1);

        Assert.Equal(2, await store.PurgeAsync(new PurgeRequest(later, Now, 100), Token));      // log row with its attempt, body
        Assert.Equal(0, await store.PurgeAsync(new PurgeRequest(later, Now, 100), Token));
        Assert.Equal(2, file.Scalar("select count(*) from wms_webhook_event"));
        Assert.Equal(1, await store.PurgeAsync(new PurgeRequest(later, later, 100), Token));

        Assert.Equal(1, file.Scalar("select count(*) from wms_webhook_event"));
        Assert.Equal(1, file.Scalar("select count(*) from wms_webhook_event where bytes is not null"));
    }

    [Fact]
    public async Task A_row_of_the_log_that_outlived_its_body_goes_when_its_own_time_has_come_and_its_event_is_passed_by_from_then_on()
    {
        await using var file = new SqliteFile();
        var (database, _, lane) = await StartAsync(file);
        var claimed = (await SqliteFile.ClaimAsync(database, Now, 7, lane))[0];
        await SqliteFile.RecordAsync(database, SqliteFile.Record(claimed, DeliveryState.Delivered), Now + TimeSpan.FromDays(2));
        var store = new SqliteDeliveryStore(database);

        Assert.Equal(1, await store.PurgeAsync(new PurgeRequest(Now + TimeSpan.FromDays(1), Now, 100), Token));
        Assert.Equal(1, file.Scalar("select purged from wms_webhook_event"));
        Assert.Equal(1, await store.PurgeAsync(new PurgeRequest(Now + TimeSpan.FromDays(3), Now, 100), Token));

        Assert.Equal(2, file.Scalar("select purged from wms_webhook_event"));
        Assert.Equal(0, file.Scalar("select count(*) from wms_webhook_delivery_log"));
    }

    [Fact]
    public async Task A_purged_body_is_the_named_outcome_of_a_resend()
    {
        await using var file = new SqliteFile();
        var (database, id, lane) = await StartAsync(file);
        var claimed = (await SqliteFile.ClaimAsync(database, Now, 7, lane))[0];
        var ended = Now + TimeSpan.FromDays(2);
        await SqliteFile.RecordAsync(database, SqliteFile.Record(claimed, DeliveryState.Failed), ended);
        var store = new SqliteDeliveryStore(database);
        Assert.Equal(1, await store.PurgeAsync(new PurgeRequest(Now + TimeSpan.FromDays(1), Now, 100), Token));

        Assert.Equal(ResendOutcome.BodyPurged, await store.ResendAsync(id, TenantScope.All, ended, Token));
        Assert.Equal(0, (await store.RecoverAsync(new RecoverRequest(lane, Now, default, 10), ended, Token)).Count);
        var details = await new SqliteDeliveryLog(database).GetAsync(id, TenantScope.All, Token);
        Assert.Equal(("smartwms", null), (details!.Contract, details.Body));
    }

    [Fact]
    public async Task What_is_held_too_long_is_cancelled_and_apart_from_the_lanes_what_belongs_to_a_deleted_webhook()
    {
        await using var file = new SqliteFile();
        var (database, id, lane) = await StartAsync(file);
        var test = await SqliteFile.AddAsync(database, SqliteFile.Event("evt_test", lane, trigger: AttemptTrigger.Test));
        var subscriptions = new SqliteSubscriptionStore(database);
        var stored = await subscriptions.GetAsync(lane, Token);
        stored = await subscriptions.UpdateAsync(stored! with { State = SubscriptionState.Paused, StateChangedAt = Now }, Token);
        var store = new SqliteDeliveryStore(database);

        Assert.Equal(0, await store.CancelHeldAsync(Now - TimeSpan.FromTicks(1), 10, Now, Token));
        Assert.Equal(1, await store.CancelHeldAsync(Now, 10, Now, Token));
        await subscriptions.UpdateAsync(stored! with { State = SubscriptionState.Deleted }, Token);
        Assert.Equal(1, await store.CancelHeldAsync(Now - TimeSpan.FromTicks(1), 10, Now, Token));

        var page = await new SqliteDeliveryLog(database).ListAsync(new DeliveryQuery { States = [DeliveryState.Cancelled] }, Token);
        Assert.Equal([test, id], page.Select(delivery => delivery.Id));
    }

    [Fact]
    public async Task What_a_wrong_clock_put_too_far_away_is_brought_forward_with_waits_and_resends()
    {
        await using var file = new SqliteFile();
        var (database, id, lane) = await StartAsync(file);
        var far = Now + TimeSpan.FromDays(3650);
        var claimed = (await SqliteFile.ClaimAsync(database, Now, 7, lane))[0];
        await SqliteFile.RecordAsync(database, SqliteFile.Record(claimed, DeliveryState.Pending, far) with { LaneWaitsUntil = far }, Now);
        var store = new SqliteDeliveryStore(database);
        var latest = Now + TimeSpan.FromDays(1);

        Assert.Equal(1, await store.BringForwardAsync(latest, Token));
        Assert.Equal(0, await store.BringForwardAsync(latest, Token));

        Assert.Equal(id, Assert.Single(await SqliteFile.ClaimAsync(database, latest, 8, lane)).Id);
    }

    [Fact]
    public async Task Pages_go_by_id_over_both_tables_and_find_subjects_and_event_ids()
    {
        await using var file = new SqliteFile();
        var (database, first, lane) = await StartAsync(file);
        await FinishAsync(database, lane, DeliveryState.Delivered);
        var second = await SqliteFile.AddAsync(database, SqliteFile.Event("evt_2", lane, subject: "SO-77"));
        var third = await SqliteFile.AddAsync(database, SqliteFile.Event("other_3", lane));
        var log = new SqliteDeliveryLog(database);

        Assert.Equal([third, second], await IdsAsync(log, new DeliveryQuery { PageSize = 2 }));
        Assert.Equal([first], await IdsAsync(log, new DeliveryQuery { PageSize = 2, Before = second }));
        Assert.Equal([second], await IdsAsync(log, new DeliveryQuery { Subject = "SO-77", Subscription = lane, EventType = "order.shipped" }));
        Assert.Equal([second, first], await IdsAsync(log, new DeliveryQuery { EventIdPrefix = "evt_", From = Now, To = Now + TimeSpan.FromTicks(1) }));
        Assert.Empty(await IdsAsync(log, new DeliveryQuery { Tenant = TenantScope.Only("") }));
        Assert.Equal(3, (await IdsAsync(log, new DeliveryQuery { Tenant = TenantScope.Only(null) })).Count);
    }

    [Fact]
    public async Task Pages_of_a_subscription_are_whole_where_its_log_is_listed_already_and_where_not_yet()
    {
        const int Count = (2 * DeliveryList.Step) + 50;
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        SubscriptionId[] lanes = [await SqliteFile.SubscribeAsync(database), await SqliteFile.SubscribeAsync(database)];
        for (var first = 0; first < Count; first += 1_000)
        {
            NewEvent[] events = [.. Enumerable.Range(first, Math.Min(1_000, Count - first)).Select(index => SqliteFile.Event($"evt_{index}", lanes[index % 2]) with { Bodies = [new("smartwms", [])] })];
            await new SqliteDeliveryStore(database).AddAsync(events, null, Now, SqliteFile.Lease, Token);
        }

        var late = await SqliteFile.ClaimAsync(database, Now, 7, lanes[0]);
        while (await new SqliteDeliveryStore(database).ClaimAsync(new Claim([.. lanes.Select(lane => new LaneClaim(lane, 500))], 0, 8, Now, SqliteFile.Lease), Token) is { Deliveries: { Count: > 0 } claimed })
        {
            await new SqliteDeliveryStore(database).RecordAsync([.. claimed.Select(row => SqliteFile.Record(row, DeliveryState.Delivered))], Now, Token);
        }

        Assert.Equal(DeliveryList.Step, file.Scalar(DeliveryList.ListedTo));
        Assert.True((await SqliteFile.RecordAsync(database, SqliteFile.Record(late[0], DeliveryState.Delivered), Now)).Accepted);

        Assert.Equal(late[0].Id, (await AllIdsAsync(database, lanes[0]))[^1]);
        Assert.Equal(Count - 99, (await AllIdsAsync(database, lanes[0])).Union(await AllIdsAsync(database, lanes[1])).Count());
        var store = new SqliteDeliveryStore(database);
        while (await store.PurgeAsync(new PurgeRequest(Now + TimeSpan.FromTicks(1), Now, 10_000), Token) > 0)
        {
        }

        Assert.Equal(0, file.Scalar("select count(*) from wms_webhook_delivery_list"));
    }

    [Fact]
    public async Task No_tenant_and_the_empty_tenant_are_two_tenants()
    {
        await using var file = new SqliteFile();
        var (database, _, lane) = await StartAsync(file);
        var sameId = SqliteFile.Event("evt_1", lane) with { TenantId = "", Type = "stock.low" };

        Assert.Equal(2, (await SqliteFile.AddAsync(database, sameId)).Value);
        Assert.Equal(AddOutcome.Conflict, (await new SqliteDeliveryStore(database).AddAsync([sameId with { TenantId = null }], null, Now, SqliteFile.Lease, Token)).Outcome);
    }

    private static async Task<(SqliteDatabase Database, DeliveryId Id, SubscriptionId Lane)> StartAsync(SqliteFile file)
    {
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        return (database, await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane)), lane);
    }

    private static async Task FinishAsync(SqliteDatabase database, SubscriptionId lane, DeliveryState state)
    {
        var claimed = (await SqliteFile.ClaimAsync(database, Now, 7, lane))[0];
        Assert.True((await SqliteFile.RecordAsync(database, SqliteFile.Record(claimed, state), Now)).Accepted);
    }

    private static async Task<List<DeliveryId>> AllIdsAsync(SqliteDatabase database, SubscriptionId lane)
    {
        var all = new List<DeliveryId>();
        var query = new DeliveryQuery { Subscription = lane, States = [DeliveryState.Delivered], PageSize = 200 };
        while (await IdsAsync(new SqliteDeliveryLog(database), query) is { Count: > 0 } page)
        {
            all.AddRange(page);
            query = query with { Before = page[^1] };
        }

        Assert.Equal(all.OrderDescending(), all);
        return all;
    }

    private static async Task<IReadOnlyList<DeliveryId>> IdsAsync(SqliteDeliveryLog log, DeliveryQuery query) =>
        [.. (await log.ListAsync(query, Token)).Select(delivery => delivery.Id)];
}
