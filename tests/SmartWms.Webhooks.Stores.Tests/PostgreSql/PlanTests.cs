using System.Diagnostics;
using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql;
using SmartWms.Webhooks.PostgreSql.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

/// <summary>How the hot statements find their rows, asked of the server's own counters: what was really executed, for the real values, is what counts.</summary>
public sealed class PlanTests
{
    private const string Hot = "('wms_webhook_event', 'wms_webhook_body', 'wms_webhook_delivery', 'wms_webhook_delivery_log', 'wms_webhook_attempt')";

    private static int Rows => Environment.GetEnvironmentVariable("WMS_TESTS") == "full" ? 1_000_000 : 200_000;

    [Fact]
    public async Task No_statement_reads_through_a_hot_table()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lanes = await FillAsync(postgres, Rows);
        await postgres.ExecuteAsync("analyze");
        var before = await ScansAsync(postgres);

        await DoEverythingAsync(postgres.OpenNode(), lanes);
        Assert.Equal(before, await ScansAsync(postgres));

        await ReadAndSweepAsync(postgres.OpenNode(), lanes);
        Assert.Equal(before, await ScansAsync(postgres));

        // Every second event is through; the sweep's later steps have their turn when nothing is left for the earlier ones.
        await postgres.ExecuteAsync("update wms_webhooks.wms_webhook_delivery_log set finished_at = '2027-01-01'; delete from wms_webhooks.wms_webhook_delivery where id % 2 = 0; analyze");
        before = await ScansAsync(postgres);
        await SweepOnAsync(postgres.OpenNode());
        Assert.Equal(before, await ScansAsync(postgres));
        await postgres.ExecuteAsync("update wms_webhooks.wms_webhook_event set bodies_purged = true; analyze");
        before = await ScansAsync(postgres);
        await SweepOnAsync(postgres.OpenNode());
        Assert.Equal(before, await ScansAsync(postgres));
    }

    [Fact] // R7: a plan made on empty tables took 8.9 s on full ones
    public async Task A_poll_and_a_claim_that_were_warmed_on_empty_analysed_tables_stay_fast_on_full_ones()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lanes = await postgres.SubscribeManyAsync(1_000);
        await postgres.ExecuteAsync("alter table wms_webhooks.wms_webhook_delivery set (autovacuum_enabled = off); alter table wms_webhooks.wms_webhook_event set (autovacuum_enabled = off)");
        await postgres.ExecuteAsync("vacuum analyze");
        for (var i = 0; i < 10; i++)
        {
            await PostgresHarness.FindAsync(postgres.Node, 64);
            await PostgresHarness.ClaimAsync(postgres.Node, i + 1, 1, lanes[..64]);
        }

        await postgres.LoadAsync(200_000, "g % 1000 + 1", "timestamptz '2026-03-01 07:00Z' + g * interval '1 ms'");

        var find = await FastestAsync(() => PostgresHarness.FindAsync(postgres.Node, 64, lanes[..900]));
        var claim = await FastestAsync(() => PostgresHarness.ClaimAsync(postgres.Node, 99, 1, lanes[..64]));
        Assert.True(find < TimeSpan.FromMilliseconds(250), $"The poll took {find}.");
        Assert.True(claim < TimeSpan.FromMilliseconds(250), $"The claim took {claim}.");
    }

    [Fact] // what is planned for a row and run for all of them compares every row with every other
    public async Task A_batch_touches_no_more_rows_for_each_of_500_than_for_each_of_50()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lanes = await postgres.SubscribeManyAsync(500);
        await using var plans = new ExecutedPlans(postgres);

        var few = await plans.TouchedAsync(() => RoundAsync(plans.Node, lanes[..50], 1));
        var many = await plans.TouchedAsync(() => RoundAsync(plans.Node, lanes, 2));

        Assert.True(few > 50 && many < 10 * few, $"{few} rows for 50, {many} for 500");
    }

    /// <summary>What a look touches, with a low bound, as it is given once a look has been slow.</summary>
    private static async Task<long> LookAsync(ExecutedPlans plans, DateTimeOffset low)
    {
        await plans.Database.RunAsync((session, token) => session.ExistsAsync("select 1", token), CancellationToken.None);      // a first connection reads the catalogue
        return await plans.TouchedAsync(() => plans.Database.RunAsync(
            (session, token) => DueLaneFinder.RunAsync(session, new DueLaneQuery(default, 64, []), low, PostgresHarness.Now, token), CancellationToken.None));
    }

    /// <summary>Adds, claims and records two deliveries for each lane.</summary>
    private static async Task RoundAsync(PostgreSqlStores node, SubscriptionId[] lanes, int round)
    {
        var count = lanes.Length;
        var (deliveries, none) = (node.Deliveries, CancellationToken.None);
        var added = await deliveries.AddAsync(
            [.. Enumerable.Range(0, count).Select(no => Given.Event($"evt_{round}_{no}", new NewDelivery(lanes[no], 0), new NewDelivery(lanes[(no + 1) % count], 0)))],
            0, PostgresHarness.Now, Given.Lease, none);
        var claimed = await PostgresHarness.ClaimAsync(node, round, 2, lanes);
        await deliveries.RecordAsync([.. claimed.Take(count).Select(row => Given.Retried(row, PostgresHarness.Now.AddHours(1)))], PostgresHarness.Now, none);
        await deliveries.RecordAsync([.. claimed.Skip(count).Select(Given.Delivered)], PostgresHarness.Now, none);
        Assert.Equal((AddOutcome.Added, 2 * count), (added.Outcome, claimed.Count));
    }

    [Fact] // statistics lag behind a queue: the planner took all that was due for a few rows, read them and sorted them
    public async Task A_look_a_claim_and_a_record_read_no_more_when_statistics_know_nothing_of_the_backlog()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lanes = await postgres.SubscribeManyAsync(64);
        await postgres.ExecuteAsync("alter table wms_webhooks.wms_webhook_delivery set (autovacuum_enabled = off); alter table wms_webhooks.wms_webhook_event set (autovacuum_enabled = off)");
        await postgres.LoadAsync(50_000, "g % 64 + 1", "timestamptz '2026-03-01 07:00Z' + g * interval '1 ms'");
        await using var plans = new ExecutedPlans(postgres);

        var look = await LookAsync(plans, PostgresHarness.Now.AddHours(-3));
        var round = await plans.TouchedAsync(async () =>
        {
            var claimed = await PostgresHarness.ClaimAsync(plans.Node, 1, 3, lanes);
            Assert.Equal(192, claimed.Count);
            await plans.Node.Deliveries.RecordAsync([.. claimed.Select(Given.Delivered)], PostgresHarness.Now, CancellationToken.None);
        });

        Assert.True(look < 5_000, $"{look} rows for a look");
        Assert.True(round < 192 * 50, $"{round} rows for 192 deliveries");
    }

    [Fact] // the same of what people and the health check read
    public async Task What_waits_and_since_when_is_read_from_the_front_when_statistics_know_nothing_of_the_backlog()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        await postgres.LoadAsync(9_000, $"{lane.Value}", "timestamptz '2026-03-01 07:00Z' + g * interval '1 ms'");
        await using var plans = new ExecutedPlans(postgres);
        await plans.Database.RunAsync((session, token) => session.ExistsAsync("select 1", token), CancellationToken.None);
        IReadOnlyList<WaitingDeliveries> waiting = [];
        Backlog backlog = default;

        var page = await plans.TouchedAsync(async () => waiting = await plans.Node.Statistics.ListWaitingAsync([lane], PostgresHarness.Now, CancellationToken.None));
        var count = await plans.TouchedAsync(async () => backlog = await plans.Node.Deliveries.GetBacklogAsync(PostgresHarness.Now, CancellationToken.None));

        var oldest = PostgresHarness.Now.AddHours(-1).AddMilliseconds(1);
        Assert.Equal([new WaitingDeliveries(lane, WaitingDeliveries.Most, oldest)], waiting);
        Assert.Equal(new Backlog(9_000, oldest), backlog);
        Assert.True(page < 5_000, $"{page} rows for a page");
        Assert.True(count < 40_000, $"{count} rows for a count");
    }

    [Fact] // the ended leases stand before whatever is due next, for as long as somebody's snapshot keeps them
    public async Task A_look_that_finds_work_walks_over_nothing_that_was_sent_under_a_held_snapshot()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lanes = await postgres.SubscribeManyAsync(64);
        await postgres.LoadAsync(6_400, "g % 64 + 1", "timestamptz '2026-03-01 07:00Z' + g * interval '1 ms'");
        await using var plans = new ExecutedPlans(postgres);
        await using var snapshot = await postgres.ConnectAsync();
        await using var transaction = await snapshot.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using var look = new Npgsql.NpgsqlCommand("select count(*) from pg_class", snapshot, transaction);
        await look.ExecuteScalarAsync();
        for (var token = 1; await PostgresHarness.ClaimAsync(postgres.Node, token, 100, lanes) is { Count: > 0 } claimed; token++)
        {
            await postgres.Node.Deliveries.RecordAsync([.. claimed.Select(Given.Delivered)], PostgresHarness.Now, CancellationToken.None);
        }

        await postgres.AddAsync(Given.Event("evt_next", new NewDelivery(lanes[0], 0)));

        var touched = await LookAsync(plans, PostgresHarness.Now.AddSeconds(-1));

        Assert.True(touched < 1_000, $"{touched} rows for a look");
    }

    [Fact]
    public async Task One_batch_may_hold_what_was_sent_on_its_schedule_what_was_resent_and_what_was_lost()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        var (deliveries, none) = (postgres.Node.Deliveries, CancellationToken.None);
        await postgres.AddAsync(Given.Event("evt_resent", new NewDelivery(lane, 0)), Given.Event("evt_usual", new NewDelivery(lane, 0)), Given.Event("evt_lost", new NewDelivery(lane, 0)));
        var first = await PostgresHarness.ClaimAsync(postgres.Node, 1, 3, lane);
        var (resent, usual, lost) = (first.Single(row => row.EventId == "evt_resent"), first.Single(row => row.EventId == "evt_usual"), first.Single(row => row.EventId == "evt_lost"));
        await deliveries.RecordAsync([Given.Failed(resent)], PostgresHarness.Now, none);
        Assert.Equal(ResendOutcome.Due, await deliveries.ResendAsync(resent.Id, TenantScope.All, PostgresHarness.Now, none));
        var again = Assert.Single((await deliveries.ClaimAsync(new Claim([], 1, 2, PostgresHarness.Now, Given.Lease), none)).Deliveries);

        var results = await deliveries.RecordAsync([Given.Delivered(usual), Given.Delivered(again), Given.Delivered(lost) with { LeaseToken = 99 }], PostgresHarness.Now, none);

        Assert.Equal([true, true, false], results.Select(result => result.Accepted));
        Assert.Equal([2, 2], await postgres.ColumnAsync<short>($"select state from wms_webhooks.wms_webhook_delivery_log where id in ({usual.Id.Value}, {again.Id.Value})"));
        Assert.Equal([lost.Id.Value], await postgres.ColumnAsync<long>("select id from wms_webhooks.wms_webhook_delivery"));
        Assert.Equal(2, await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_attempt"));
        Assert.Equal([usual.Id.Value], await postgres.ColumnAsync<long>("select id from wms_webhooks.wms_webhook_delivery_log where started_at is not null"));
    }

    [Fact] // the same, where the host's data source prepares by itself what it sees often
    public async Task A_data_source_that_prepares_by_itself_gets_no_cached_plan_from_us()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        await using var host = Npgsql.NpgsqlDataSource.Create(postgres.ConnectionString + ";Max Auto Prepare=50;Auto Prepare Min Usages=2;Maximum Pool Size=1");
        await using var node = PostgreSqlStores.Open(host, new PostgreSqlOptions { Notifications = false }, TimeProvider.System);
        for (var i = 0; i < 10; i++)
        {
            await PostgresHarness.FindAsync(node);
        }

        await using var command = host.CreateCommand("select count(*) from pg_prepared_statements where statement like '%wms_webhook_%'");
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    private static async Task<SubscriptionId[]> FillAsync(PostgresHarness postgres, int rows)
    {
        var lanes = await postgres.SubscribeManyAsync(1_000);
        await postgres.LoadAsync(rows, "g % 1000 + 1", "timestamptz '2026-03-01 08:00Z' + (g - 5000) * interval '1 ms'");
        await postgres.ExecuteAsync($"""
            insert into wms_webhooks.wms_webhook_delivery_log (id, event_key, subscription_id, finished_at, attempts, steps, body, state, failure, is_test)
            select -g, g, g % 1000 + 1, '2026-03-01 08:00Z', 1, 1, 0, case g % 100 when 0 then 3 else 2 end, 0, false from generate_series(1, {rows}) g
            """);
        await postgres.ExecuteAsync($"insert into wms_webhooks.wms_webhook_body select g, 1, 'wms', convert_to(repeat('x', 300), 'UTF8') from generate_series(1, {rows}) g");
        await postgres.ExecuteAsync($"""
            insert into wms_webhooks.wms_webhook_attempt (delivery_id, number, trigger, failure, truncated, started_at, latency, node, rule, answer)
            select -g, 1, 0, 0, false, now(), '12 ms', 'n', '', '' from generate_series(1, {rows}) g
            """);
        return lanes;
    }

    private static async Task DoEverythingAsync(PostgreSqlStores node, SubscriptionId[] lanes)
    {
        var (deliveries, none) = (node.Deliveries, CancellationToken.None);
        var now = PostgresHarness.Now;
        await PostgresHarness.FindAsync(node, 64);
        await PostgresHarness.FindAsync(node, 64, lanes[..900]);
        var added = await deliveries.AddAsync([.. Enumerable.Range(0, 100).Select(no => Given.Event($"plan_{no}", new NewDelivery(lanes[no], 0)))], 0, now, Given.Lease, none);
        Assert.Equal(AddOutcome.Added, added.Outcome);
        Assert.True((await deliveries.AddAsync([Given.Event("plan_1")], null, now, Given.Lease, none)).Events[0].WasDuplicate);

        var claimed = await PostgresHarness.ClaimAsync(node, 1, 2, lanes[..256]);
        Assert.True(claimed.Count >= 256, $"{claimed.Count} claimed.");
        await deliveries.RecordAsync([.. claimed.Take(150).Select(Given.Delivered)], now, none);
        await deliveries.RecordAsync([.. claimed.Skip(150).Take(50).Select(Given.Failed)], now, none);
        await deliveries.RecordAsync([.. claimed.Skip(200).Take(20).Select(claim => Given.Retried(claim, now))], now, none);
        await deliveries.ReleaseAsync([.. claimed.Skip(220).Select(claim => new DeliveryRelease(claim.Id, claim.LeaseToken, now))], none);
        await deliveries.ClaimAsync(new Claim([.. lanes.Take(64).Select(lane => new LaneClaim(lane, 1, LanePick.OldestElseLongestDue))], 10, 2, now, Given.Lease), none);
        Assert.Equal(ResendOutcome.Due, await deliveries.ResendAsync(claimed[150].Id, TenantScope.All, now, none));
        await deliveries.RecoverAsync(new RecoverRequest(lanes[99], default, default, 10), now, none);
        await deliveries.CancelAsync(claimed[200].Id, TenantScope.All, now, none);
        await deliveries.GetBacklogAsync(now, none);
    }

    private static async Task ReadAndSweepAsync(PostgreSqlStores node, SubscriptionId[] lanes)
    {
        var (deliveries, none) = (node.Deliveries, CancellationToken.None);
        var now = PostgresHarness.Now;
        await node.Log.GetAsync(new DeliveryId(77), TenantScope.All, none);
        await node.Log.ListAsync(new DeliveryQuery(), none);
        await node.Log.ListAsync(new DeliveryQuery { Subscription = lanes[7] }, none);
        await node.Log.ListAsync(new DeliveryQuery { States = [DeliveryState.Failed], AnswerBytes = 480 }, none);
        await node.Log.ListAsync(new DeliveryQuery { States = [DeliveryState.Failed], WithoutTests = true, AnswerBytes = 480 }, none);
        await node.Log.ListAsync(new DeliveryQuery { WithoutTests = true }, none);
        await node.Log.ListAsync(new DeliveryQuery { Subject = "SO-77" }, none);
        await node.Log.ListAsync(new DeliveryQuery { EventIdPrefix = "load_1234" }, none);
        await deliveries.PurgeAsync(new PurgeRequest(now.AddDays(1), now.AddDays(1), 50), none);
        await deliveries.BringForwardAsync(now.AddDays(1), none);
        await deliveries.CancelHeldAsync(now, 100, now, none);
    }

    /// <summary>The sweep's later steps have their turn only when nothing is left for the earlier ones.</summary>
    private static async Task SweepOnAsync(PostgreSqlStores node)
    {
        var now = PostgresHarness.Now;
        Assert.True(await node.Deliveries.PurgeAsync(new PurgeRequest(now.AddDays(1), now.AddDays(1), 50), CancellationToken.None) > 0);
    }

    /// <summary>A session reports what it read when it ends, at the latest.</summary>
    private static async Task<string> ScansAsync(PostgresHarness postgres)
    {
        await postgres.CloseNodesAsync();
        postgres.ClearHost();
        var others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";
        await Patience.UntilAsync(async () => await postgres.ScalarAsync<long>(others) == 0, () => "Connections do not end.");
        return string.Join(", ", await postgres.ColumnAsync<string>($"select relname || ' ' || seq_scan from pg_stat_user_tables where relname in {Hot} order by relname"));
    }

    private static async Task<TimeSpan> FastestAsync<T>(Func<Task<T>> call)
    {
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await call();
            var took = Stopwatch.GetElapsedTime(started);
            fastest = took < fastest ? took : fastest;
        }

        return fastest;
    }
}
