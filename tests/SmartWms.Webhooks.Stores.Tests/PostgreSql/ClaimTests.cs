using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

public sealed class ClaimTests
{
    [Fact] // R7
    public async Task A_publish_that_commits_late_is_found_by_the_next_poll_behind_200000_due_rows_of_a_dead_lane()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var (dead, healthy) = (await postgres.SubscribeAsync(), await postgres.SubscribeAsync());
        await postgres.LoadAsync(200_000, $"{dead.Value}", "timestamptz '2026-03-01 07:00Z' + g * interval '1 ms'");
        await using var host = await postgres.ConnectAsync();
        await using var transaction = await host.BeginTransactionAsync();
        await postgres.Node.Deliveries.AddAsync(transaction, [Given.Event("evt_late", new NewDelivery(healthy, 0))], PostgresHarness.Now.AddMinutes(-30), CancellationToken.None);

        Assert.Equal([dead], (await PostgresHarness.FindAsync(postgres.Node)).Lanes);
        Assert.Empty((await PostgresHarness.FindAsync(postgres.Node, 1, dead)).Lanes);
        await transaction.CommitAsync();

        Assert.Equal([healthy], (await PostgresHarness.FindAsync(postgres.Node, 1, dead)).Lanes);
        Assert.Equal([dead, healthy], (await PostgresHarness.FindAsync(postgres.Node)).Lanes.Order());
        Assert.Single(await PostgresHarness.ClaimAsync(postgres.Node, 7, 8, healthy));
    }

    [Fact] // R7
    public async Task A_look_that_finds_nothing_to_take_says_when_the_next_row_is_due_also_behind_a_blocked_lane()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var (blocked, later) = (await postgres.SubscribeAsync(), await postgres.SubscribeAsync());
        await postgres.LoadAsync(1, $"{later.Value}", "timestamptz '2026-03-01 08:00:30Z'");
        var next = PostgresHarness.Now.AddSeconds(30);
        Assert.Equal(next, (await PostgresHarness.FindAsync(postgres.Node)).NextDue);

        await postgres.LoadAsync(1, $"{blocked.Value}", "timestamptz '2026-03-01 07:00Z'");
        var found = await PostgresHarness.FindAsync(postgres.Node, 100, blocked);

        Assert.Empty(found.Lanes);
        Assert.Equal(next, found.NextDue);
    }

    [Fact] // else every claim costs an entry in each of them, and each look walks over those of what was sent
    public async Task A_claim_leaves_every_index_of_the_queue_as_it_was()
    {
        const string Indexes = "select sum(pg_relation_size(indexrelid))::bigint from pg_index where indrelid = 'wms_webhooks.wms_webhook_delivery'::regclass";
        await using var postgres = await PostgresHarness.CreateAsync();
        var lanes = await postgres.SubscribeManyAsync(50);
        await postgres.LoadAsync(10_000, "g % 50 + 1", "timestamptz '2026-03-01 07:00Z' + g * interval '1 ms'");
        var before = await postgres.ScalarAsync<long>(Indexes);

        Assert.Equal(5_000, (await PostgresHarness.ClaimAsync(postgres.Node, 7, 100, lanes)).Count);

        Assert.Equal(before, await postgres.ScalarAsync<long>(Indexes));
        Assert.Equal(0, await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_delivery where due_at > '2026-03-01 07:00:10Z'"));
    }

    [Fact] // else the pump claims in vain, again and again, for as long as a receiver takes
    public async Task A_resend_that_is_being_sent_is_nothing_to_find_until_its_lease_ends()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var (lane, ended) = (await postgres.SubscribeAsync(), PostgresHarness.Now + Given.Lease);
        var delivery = (await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(lane, 0)))).Events[0].Deliveries[0];
        await postgres.Node.Deliveries.ResendAsync(delivery, TenantScope.All, PostgresHarness.Now, CancellationToken.None);
        Assert.True((await PostgresHarness.FindAsync(postgres.Node)).HasResends);
        Assert.Single((await postgres.Node.Deliveries.ClaimAsync(new Claim([], 1, 6, PostgresHarness.Now, Given.Lease), CancellationToken.None)).Deliveries);

        Assert.False((await PostgresHarness.FindAsync(postgres.Node)).HasResends);
        Assert.True((await postgres.Node.Deliveries.FindDueLanesAsync(new DueLaneQuery(default, 1, []), ended, CancellationToken.None)).HasResends);
    }

    [Theory] // behind a great many that are due elsewhere, where each lane is asked
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lane_of_which_all_that_is_due_is_being_sent_has_no_work_before_and_behind_the_cursor(bool isBehind)
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var (dead, sending, free) = (await postgres.SubscribeAsync(), await postgres.SubscribeAsync(), await postgres.SubscribeAsync());
        await postgres.LoadAsync(DueLaneFinder.Front, $"{dead.Value}", "timestamptz '2026-03-01 07:00Z'");
        await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(sending, 0)), Given.Event("evt_2", new NewDelivery(free, 0)));
        await PostgresHarness.ClaimAsync(postgres.Node, 6, 1, sending);

        var found = await postgres.Node.Deliveries.FindDueLanesAsync(new DueLaneQuery(isBehind ? free : default, 10, [dead]), PostgresHarness.Now, CancellationToken.None);

        Assert.Equal([free], found.Lanes);
    }

    [Fact] // R30
    public async Task What_a_clock_a_year_ahead_published_and_took_is_brought_forward_without_its_lease()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var (lane, ahead, latest) = (await postgres.SubscribeAsync(), PostgresHarness.Now.AddYears(1), PostgresHarness.Now.AddDays(1));
        var added = await postgres.Node.Deliveries.AddAsync([Given.Event("evt_1", new NewDelivery(lane, 0))], null, ahead, Given.Lease, CancellationToken.None);
        var delivery = added.Events[0].Deliveries[0];
        Assert.Single((await postgres.Node.Deliveries.ClaimAsync(new Claim([new LaneClaim(lane, 1)], 0, 6, ahead, Given.Lease), CancellationToken.None)).Deliveries);

        Assert.Equal(1, await postgres.Node.Deliveries.BringForwardAsync(latest, CancellationToken.None));

        var summary = (await postgres.Node.Log.GetAsync(delivery, TenantScope.All, CancellationToken.None))!.Delivery;
        Assert.Equal((DeliveryState.Pending, (DateTimeOffset?)latest), (summary.State, summary.DueAt));
    }

    [Fact] // among few it is wrong to call what is being sent waiting; among very many nobody sees the difference
    public async Task What_is_being_sent_is_no_backlog_and_may_be_counted_beyond_ten_thousand()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lanes = await postgres.SubscribeManyAsync(50);
        await postgres.LoadAsync(10_040, "g % 50 + 1", "timestamptz '2026-03-01 07:00Z' + g * interval '1 ms'");

        Assert.Equal(10_040, (await postgres.Node.Deliveries.GetBacklogAsync(PostgresHarness.Now, CancellationToken.None)).Due);
        await PostgresHarness.ClaimAsync(postgres.Node, 7, 1, lanes);
        var (due, oldest) = await postgres.Node.Deliveries.GetBacklogAsync(PostgresHarness.Now, CancellationToken.None);

        Assert.Equal((9_990, PostgresHarness.Now.AddHours(-1).AddMilliseconds(51)), (due, oldest));
    }

    [Fact] // R1
    public async Task A_lease_that_a_clock_a_year_ahead_took_holds_nothing_and_writes_nothing()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(lane, 0)));
        var ahead = new Claim([new LaneClaim(lane, 1)], 0, 6, PostgresHarness.Now.AddYears(1), Given.Lease);
        var wrong = Assert.Single((await postgres.Node.Deliveries.ClaimAsync(ahead, CancellationToken.None)).Deliveries);

        Assert.Equal([lane], (await PostgresHarness.FindAsync(postgres.Node)).Lanes);
        var right = Assert.Single(await PostgresHarness.ClaimAsync(postgres.Node, 7, 1, lane));

        Assert.Equal((PostgresHarness.Now, 2), (right.DueAt, right.Claims));
        Assert.False(Assert.Single(await postgres.Node.Deliveries.RecordAsync([Given.Delivered(wrong)], PostgresHarness.Now, CancellationToken.None)).Accepted);
        Assert.True(Assert.Single(await postgres.Node.Deliveries.RecordAsync([Given.Delivered(right)], PostgresHarness.Now, CancellationToken.None)).Accepted);
    }

    [Fact] // R2
    public async Task Claimers_on_several_nodes_never_share_a_row_and_leave_none()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lanes = await postgres.SubscribeManyAsync(20);
        await postgres.LoadAsync(4_000, "g % 20 + 1", "timestamptz '2026-03-01 07:00Z'");
        var nodes = Enumerable.Range(0, 4).Select(_ => postgres.OpenNode()).ToArray();
        var token = 0L;

        var claims = await Task.WhenAll(nodes.Select(node => Task.Run(async () =>
        {
            var own = new List<DeliveryId>();
            while (await PostgresHarness.ClaimAsync(node, Interlocked.Increment(ref token), 8, lanes) is { Count: > 0 } claimed)
            {
                Assert.All(lanes, lane => Assert.True(claimed.Count(row => row.Subscription == lane) <= 8));
                own.AddRange(claimed.Select(row => row.Id));
            }

            return own;
        })));

        Assert.Equal(4_000, claims.Sum(own => own.Count));
        Assert.Equal(4_000, claims.SelectMany(own => own).Distinct().Count());
    }

    [Fact] // R2, R10: each looks first which row is the oldest, and another may have claimed it until it has its lock
    public async Task Claimers_of_the_oldest_of_each_lane_never_share_a_row()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lanes = await postgres.SubscribeManyAsync(300);
        await postgres.LoadAsync(300, "g", "timestamptz '2026-03-01 07:00Z'");
        await postgres.ExecuteAsync("update wms_webhooks.wms_webhook_delivery set attempts = 1");
        var nodes = Enumerable.Range(0, 4).Select(_ => postgres.OpenNode()).ToArray();
        for (var round = 0; round < 10; round++)
        {
            var now = PostgresHarness.Now + (round * 2 * Given.Lease);

            var claims = await Task.WhenAll(nodes.Select((node, index) => Task.Run(async () =>
                (await node.Deliveries.ClaimAsync(
                    new Claim([.. lanes.Select(lane => new LaneClaim(lane, 1, LanePick.Oldest))], 0, (4 * round) + index + 1, now, Given.Lease), CancellationToken.None)).Deliveries)));

            var ids = claims.SelectMany(claimed => claimed).Select(row => row.Id).ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
        }
    }

    [Fact] // R2
    public async Task Claimers_that_leave_resends_out_never_share_a_row_and_leave_none_of_the_others()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lanes = await postgres.SubscribeManyAsync(3);
        await postgres.LoadAsync(600, "g % 3 + 1", "timestamptz '2026-03-01 07:00Z' + g * interval '1 ms'");
        await postgres.ExecuteAsync("update wms_webhooks.wms_webhook_delivery set lane = 0, trigger = 1");
        var nodes = Enumerable.Range(0, 4).Select(_ => postgres.OpenNode()).ToArray();
        var (token, left) = (0L, 400);

        var claims = await Task.WhenAll(nodes.Select(node => Task.Run(async () =>
        {
            var own = new List<ClaimedDelivery>();
            for (var turn = 0; turn < 1_000 && Volatile.Read(ref left) > 0; turn++)
            {
                var claim = new Claim([], 8, Interlocked.Increment(ref token), PostgresHarness.Now, Given.Lease) { NoResendsOf = [lanes[1]] };
                var claimed = (await node.Deliveries.ClaimAsync(claim, CancellationToken.None)).Deliveries;
                Assert.True(claimed.Count <= 8);
                Interlocked.Add(ref left, -claimed.Count);
                own.AddRange(claimed);
            }

            return own;
        })));

        Assert.Equal(400, claims.SelectMany(own => own).Select(row => row.Id).Distinct().Count());
        Assert.Equal(0, left);
        Assert.DoesNotContain(claims.SelectMany(own => own), row => row.Subscription == lanes[1]);
    }

    [Fact] // what another node holds is passed over, not waited for, and not one of them is counted
    public async Task What_another_node_is_just_claiming_is_passed_over_for_what_is_due_behind_it()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lanes = await postgres.SubscribeManyAsync(2);
        await postgres.LoadAsync(20, "g % 2 + 1", "timestamptz '2026-03-01 07:00Z' + g * interval '1 ms'");
        await postgres.ExecuteAsync("update wms_webhooks.wms_webhook_delivery set lane = 0, trigger = 1");
        await using var host = await postgres.ConnectAsync();
        await using var transaction = await host.BeginTransactionAsync();
        await using var held = new Npgsql.NpgsqlCommand("select id from wms_webhooks.wms_webhook_delivery where id <= 8 for update", host, transaction);
        await held.ExecuteNonQueryAsync();

        var claim = new Claim([], 4, 7, PostgresHarness.Now, Given.Lease) { NoResendsOf = [lanes[0]] };
        var claimed = (await postgres.Node.Deliveries.ClaimAsync(claim, CancellationToken.None)).Deliveries;

        // The webhook with odd ids; of the first four of its rows none is free.
        Assert.Equal([9, 11, 13, 15], claimed.Select(row => row.Id.Value).Order());
    }

    [Fact] // R3
    public async Task A_node_that_wakes_after_its_lease_was_taken_over_writes_nothing()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(lane, 0)));
        var frozen = Assert.Single(await PostgresHarness.ClaimAsync(postgres.Node, 1, 1, lane));
        var other = postgres.OpenNode();
        var later = (await other.Deliveries.ClaimAsync(new Claim([new LaneClaim(lane, 1)], 0, 2, PostgresHarness.Now + Given.Lease, Given.Lease), CancellationToken.None)).Deliveries[0];

        Assert.False((await postgres.Node.Deliveries.RecordAsync([Given.Delivered(frozen)], PostgresHarness.Now, CancellationToken.None))[0].Accepted);
        Assert.False((await postgres.Node.Deliveries.RecordAsync([Given.Failed(frozen)], PostgresHarness.Now, CancellationToken.None))[0].Accepted);
        await postgres.Node.Deliveries.ReleaseAsync([new DeliveryRelease(frozen.Id, frozen.LeaseToken, PostgresHarness.Now)], CancellationToken.None);

        Assert.Equal(0, await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_attempt"));
        Assert.True((await other.Deliveries.RecordAsync([Given.Delivered(later)], PostgresHarness.Now, CancellationToken.None))[0].Accepted);
    }

    [Fact] // R22: rows are locked in one order
    public async Task Nodes_that_record_failures_of_the_same_webhooks_in_opposite_orders_do_not_hinder_each_other()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lanes = await postgres.SubscribeManyAsync(30);
        await postgres.LoadAsync(3_000, "g % 30 + 1", "timestamptz '2026-03-01 07:00Z'");
        var other = postgres.OpenNode();
        var mine = await PostgresHarness.ClaimAsync(postgres.Node, 1, 50, lanes);
        var theirs = await PostgresHarness.ClaimAsync(other, 2, 50, lanes);

        async Task RecordAsync(IDeliveryStore store, IEnumerable<ClaimedDelivery> claims)
        {
            foreach (var batch in claims.Chunk(60))
            {
                Assert.All(await store.RecordAsync([.. batch.Select(Given.Failed)], PostgresHarness.Now, CancellationToken.None), result => Assert.True(result.Accepted));
            }
        }

        await Task.WhenAll(
            RecordAsync(postgres.Node.Deliveries, mine.OrderBy(row => row.Subscription).ThenBy(row => row.Id)),
            RecordAsync(other.Deliveries, theirs.OrderByDescending(row => row.Subscription).ThenBy(row => row.Id)));

        Assert.Equal([100], (await postgres.ColumnAsync<int>("select failed_in_row from wms_webhooks.wms_webhook_subscription")).Distinct());
        Assert.Equal(0, await postgres.ScalarAsync<long>("select deadlocks from pg_stat_database where datname = current_database()"));
    }

    [Fact] // R29
    public async Task A_claim_tells_the_servers_time_also_when_nothing_was_due()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();

        foreach (var lanes in new LaneClaim[][] { [], [new LaneClaim(lane, 1)] })
        {
            var claim = await postgres.Node.Deliveries.ClaimAsync(new Claim(lanes, 0, 1, PostgresHarness.Now, Given.Lease), CancellationToken.None);
            Assert.InRange(claim.StoreTime!.Value, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        }
    }

    [Fact] // R15
    public async Task A_poll_tells_the_version_of_the_subscriptions()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        await postgres.SubscribeAsync();

        var version = (await postgres.Node.Subscriptions.GetChangesAsync(0, CancellationToken.None)).Version;

        Assert.Equal(version, (await PostgresHarness.FindAsync(postgres.OpenNode())).SubscriptionsVersion);
    }
}
