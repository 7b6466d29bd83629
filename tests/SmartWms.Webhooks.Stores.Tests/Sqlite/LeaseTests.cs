using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Migrations;
using SmartWms.Webhooks.Subscriptions;
using SQLitePCL;

namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

public sealed class LeaseTests
{
    private const int Queue = 10_000;

    private static readonly DateTimeOffset Now = SqliteFile.Now;
    private static readonly DateTimeOffset LeaseEnd = Now + SqliteFile.Lease;
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Fact]
    public async Task A_claim_does_not_change_when_a_delivery_was_due()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));
        var claimed = Assert.Single(await SqliteFile.ClaimAsync(database, Now.AddSeconds(7), 5, lane));

        Assert.Equal(Now, claimed.DueAt);
        Assert.Equal(Now.UtcTicks, file.Scalar("select due_at from wms_webhook_delivery"));
        Assert.Equal(LeaseEnd.AddSeconds(7).UtcTicks, file.Scalar("select lease_until from wms_webhook_delivery"));
        await new SqliteDeliveryStore(database).ReleaseAsync([new DeliveryRelease(claimed.Id, 5, claimed.DueAt)], SqliteFile.Token);
        Assert.Equal(1, file.Scalar($"select count(*) from wms_webhook_delivery where due_at = {Now.UtcTicks} and token = 0 and lease_until is null"));
    }

    [Fact]
    public async Task What_is_added_under_a_lease_is_due_since_it_was_added()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lanes = await SubscribeAsync(database, 9);
        await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lanes[0]) with { Deliveries = [new NewDelivery(lanes[0], 0, 5)] });
        await SqliteFile.AddAsync(database, SqliteFile.Event("evt_2", lanes[0]) with { Deliveries = [.. lanes.Select(lane => new NewDelivery(lane, 0, 5))] });

        Assert.Equal(10, file.Scalar($"select count(*) from wms_webhook_delivery where due_at = {Now.UtcTicks} and lease_until = {LeaseEnd.UtcTicks} and token = 5"));
        Assert.Empty((await FindAsync(database, LeaseEnd - Tick)).Lanes);
    }

    [Fact]
    public async Task A_lease_of_a_dead_process_is_taken_over_when_it_ends_though_nothing_was_written_meanwhile()
    {
        await using var file = new SqliteFile();
        var (dead, alive) = (await file.OpenAsync(), await file.OpenAsync());
        var lane = await SqliteFile.SubscribeAsync(dead);
        await SqliteFile.AddAsync(dead, SqliteFile.Event("evt_1", lane));
        await SqliteFile.ClaimAsync(dead, Now, 5, lane);

        Assert.Equal(LeaseEnd, (await FindAsync(alive, Now)).NextDue);
        Assert.Empty((await FindAsync(alive, LeaseEnd - Tick)).Lanes);
        Assert.Empty(await SqliteFile.ClaimAsync(dead, LeaseEnd - Tick, 6, lane));
        Assert.Equal(1, alive.DueLanes.Skipped);
        Assert.Equal([lane], (await FindAsync(alive, LeaseEnd)).Lanes);
        Assert.Equal(6, Assert.Single(await SqliteFile.ClaimAsync(alive, LeaseEnd, 6, lane)).LeaseToken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_resend_of_a_dead_process_is_taken_over_when_its_lease_ends_though_nothing_was_written_meanwhile(bool leavesSomeOut)
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lanes = await SubscribeAsync(database, 2);
        var store = new SqliteDeliveryStore(database);
        await store.ResendAsync(await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lanes[0])), TenantScope.All, Now, SqliteFile.Token);
        var query = new DueLaneQuery(default, 10, []) { NoResendsOf = leavesSomeOut ? [lanes[1]] : [] };
        var claim = new Claim([], 10, 5, Now, SqliteFile.Lease) { NoResendsOf = query.NoResendsOf };
        Assert.Single((await store.ClaimAsync(claim, SqliteFile.Token)).Deliveries);

        Assert.Equal((false, LeaseEnd), await LookAsync(Now));
        Assert.Equal((false, LeaseEnd), await LookAsync(LeaseEnd - Tick));
        Assert.Equal(1, database.DueLanes.Skipped);
        Assert.Empty((await store.ClaimAsync(claim with { LeaseToken = 6, Now = LeaseEnd - Tick }, SqliteFile.Token)).Deliveries);
        Assert.True((await LookAsync(LeaseEnd)).HasResends);
        Assert.Single((await store.ClaimAsync(claim with { LeaseToken = 6, Now = LeaseEnd }, SqliteFile.Token)).Deliveries);

        async Task<(bool HasResends, DateTimeOffset? NextDue)> LookAsync(DateTimeOffset now)
        {
            var found = await store.FindDueLanesAsync(query, now, SqliteFile.Token);
            return (found.HasResends, found.NextDue);
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task A_lease_that_ends_more_than_a_day_from_now_does_not_hold(int ticksMore, bool isOpen)
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));
        await SqliteFile.ClaimAsync(database, Now, 5, lane);
        using (var host = file.Connect())
        {
            SqliteFile.Execute(host, $"update wms_webhook_delivery set lease_until = {Now.AddDays(1).AddTicks(ticksMore).UtcTicks}");
        }

        var found = await FindAsync(database, Now);
        var backlog = await new SqliteDeliveryStore(database).GetBacklogAsync(Now, SqliteFile.Token);
        var claimed = await SqliteFile.ClaimAsync(database, Now, 6, lane);

        Assert.Equal((isOpen ? 1 : 0, isOpen ? null : Now.AddDays(1)), (found.Lanes.Count, found.NextDue));
        Assert.Equal(isOpen ? (1, Now) : (0, null), (backlog.Due, backlog.OldestDueAt));
        Assert.Equal(isOpen ? [Now] : [], claimed.Select(row => row.DueAt));
    }

    [Theory]
    [InlineData(0, CancelOutcome.BeingSent)]
    [InlineData(1, CancelOutcome.Cancelled)]
    public async Task What_stands_under_a_lease_that_does_not_hold_can_be_cancelled(int ticksMore, CancelOutcome expected)
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        var delivery = await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));
        await SqliteFile.ClaimAsync(database, Now.AddDays(1).AddTicks(ticksMore) - SqliteFile.Lease, 5, lane);

        Assert.Equal(expected, await new SqliteDeliveryStore(database).CancelAsync(delivery, TenantScope.All, Now, SqliteFile.Token));
    }

    [Fact]
    public async Task Whoever_resends_or_cancels_is_told_that_it_is_being_sent_while_the_lease_holds()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        var delivery = await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));
        await SqliteFile.ClaimAsync(database, Now, 5, lane);
        var store = new SqliteDeliveryStore(database);

        Assert.Equal(ResendOutcome.BeingSent, await store.ResendAsync(delivery, TenantScope.All, LeaseEnd - Tick, SqliteFile.Token));
        Assert.Equal(CancelOutcome.BeingSent, await store.CancelAsync(delivery, TenantScope.All, LeaseEnd - Tick, SqliteFile.Token));
        Assert.Equal(ResendOutcome.Due, await store.ResendAsync(delivery, TenantScope.All, LeaseEnd, SqliteFile.Token));
        Assert.Equal(1, file.Scalar($"select count(*) from wms_webhook_delivery where token = 0 and lease_until is null and due_at = {LeaseEnd.UtcTicks} and back_due_at = {Now.UtcTicks}"));
    }

    [Fact]
    public async Task What_is_leased_counts_neither_as_backlog_nor_as_longest_due()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));
        await SqliteFile.ClaimAsync(database, Now, 5, lane);
        await new SqliteDeliveryStore(database).AddAsync([SqliteFile.Event("evt_2", lane)], null, Now.AddSeconds(3), SqliteFile.Lease, SqliteFile.Token);

        var backlog = await new SqliteDeliveryStore(database).GetBacklogAsync(Now.AddSeconds(5), SqliteFile.Token);
        var waiting = await new SmartWms.Webhooks.Sqlite.Statistics.SqliteStatisticsStore(database).ListWaitingAsync(null, Now.AddSeconds(5), SqliteFile.Token);

        Assert.Equal(new Backlog(1, Now.AddSeconds(3)), backlog);
        Assert.Equal([new WaitingDeliveries(lane, 2, Now.AddSeconds(3))], waiting);
    }

    [Fact]
    public async Task A_row_that_a_wrong_clock_made_due_too_far_away_is_brought_forward_without_its_lease()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));
        await SqliteFile.ClaimAsync(database, Now, 5, lane);

        Assert.Equal(1, await new SqliteDeliveryStore(database).BringForwardAsync(Now.AddYears(-1), SqliteFile.Token));
        Assert.Equal(1, file.Scalar($"select count(*) from wms_webhook_delivery where token = 0 and lease_until is null and due_at = {Now.AddYears(-1).UtcTicks}"));
    }

    [Fact]
    public async Task A_row_that_was_leased_before_leases_stood_apart_can_be_claimed_from_that_leases_end()
    {
        await using var file = new SqliteFile();
        using (var earlier = new SqliteConnector(file.Options).OpenPatient())
        {
            MigrationRunner.Run(earlier, [.. MigrationRunner.Embedded.Where(migration => migration.Number <= 6)]);
        }

        using (var host = file.Connect())
        {
            SqliteFile.Execute(host, $$"""
                insert into wms_webhook_subscription (id, version, state, enable_epoch, state_changed_at, name, url, event_types, channels, contract, header_names, created_at, sealed)
                values (1, 1, 0, 0, 0, 'n', 'https://a.example/', '["*"]', '[]', 'smartwms', '[]', 0, x'');
                insert into wms_webhook_event (key, first_delivery, delivery_count, first_body, body_count, purged, added_at, occurred_at, id, type, data_hash, contract, bytes)
                values (1, 1, 1, 0, 0, 0, 0, 0, 'evt_1', 'order.shipped', x'', 'smartwms', x'00');
                insert into wms_webhook_delivery (id, event_key, subscription_id, lane, body_key, due_at, token, claims, attempts, steps, trigger)
                values (1, 1, 1, 1, 0, {{LeaseEnd.UtcTicks}}, 5, 1, 0, 0, 0);
                """);
        }

        var database = await file.OpenAsync();
        var lane = new SubscriptionId(1);

        Assert.Equal(LeaseEnd, (await FindAsync(database, Now)).NextDue);
        Assert.Empty(await SqliteFile.ClaimAsync(database, LeaseEnd - Tick, 6, lane));
        Assert.Equal([lane], (await FindAsync(database, LeaseEnd)).Lanes);
        Assert.Equal((2, LeaseEnd), (await SqliteFile.ClaimAsync(database, LeaseEnd, 6, lane)).Select(row => (row.Claims, row.DueAt)).Single());
    }

    [Fact]
    public async Task A_long_queue_that_waits_costs_no_steps_when_nothing_else_is_due()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        using (var connection = file.Connect())
        {
            SqliteFile.Execute(connection, $"""
                update wms_webhook_subscription set wait_until = {LeaseEnd.UtcTicks};
                insert into wms_webhook_delivery (id, event_key, subscription_id, lane, body_key, due_at, token, claims, attempts, steps, trigger)
                select value, value, 1, 1, 0, {Now.UtcTicks} - value, 0, 0, 0, 0, 0 from json_each((select json_group_array(n) from (
                    with recursive counted (n) as (select 1 union all select n + 1 from counted where n < {Queue}) select n from counted)))
                """);
        }

        using var session = file.Reader();
        var steps = 0;
        raw.sqlite3_progress_handler(session.Handle, 1, _ => ++steps < 0 ? 1 : 0, null);
        var next = session.Prepare(SmartWms.Webhooks.Sqlite.Deliveries.DueLaneFinder.NextDue).Bind(2, Now.UtcTicks).Bind(3, "[]").Scalar();

        Assert.Equal(LeaseEnd.UtcTicks, next);
        Assert.True(steps < 1_000, $"{steps} steps");
        Assert.Equal([lane], (await FindAsync(database, LeaseEnd)).Lanes);
    }

    private static async Task<SubscriptionId[]> SubscribeAsync(SqliteDatabase database, int count)
    {
        var lanes = new SubscriptionId[count];
        for (var i = 0; i < count; i++)
        {
            lanes[i] = await SqliteFile.SubscribeAsync(database);
        }

        return lanes;
    }

    private static Task<DueLanes> FindAsync(SqliteDatabase database, DateTimeOffset now) =>
        new SqliteDeliveryStore(database).FindDueLanesAsync(new DueLaneQuery(default, 10, []), now, SqliteFile.Token);
}
