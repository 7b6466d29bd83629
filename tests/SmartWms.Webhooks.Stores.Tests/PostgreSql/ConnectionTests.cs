using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

public sealed class ConnectionTests
{
    [Fact]
    public async Task Connections_that_an_operator_ended_are_replaced_by_the_next_call()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => postgres.Node.Deliveries.GetBacklogAsync(PostgresHarness.Now, CancellationToken.None)));

        for (var round = 0; round < 3; round++)
        {
            await postgres.TerminateAsync();
            Assert.False((await postgres.AddAsync(Given.Event($"evt_{round}", new NewDelivery(lane, 0)))).Events[0].WasDuplicate);
            await postgres.TerminateAsync();
            Assert.Equal([lane], (await PostgresHarness.FindAsync(postgres.Node)).Lanes);
            await postgres.TerminateAsync();
            var claim = Assert.Single(await PostgresHarness.ClaimAsync(postgres.Node, round + 1, 1, lane));
            await postgres.TerminateAsync();
            Assert.True((await postgres.Node.Deliveries.RecordAsync([Given.Failed(claim)], PostgresHarness.Now, CancellationToken.None))[0].Accepted);
        }
    }

    [Fact]
    public async Task Also_where_webhooks_are_changed_and_the_trail_and_the_charts_are_read()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var (node, now) = (postgres.Node, PostgresHarness.Now);
        Task CutAsync() => postgres.TerminateAsync();
        await postgres.SubscribeAsync();

        await CutAsync();
        var created = (await node.Subscriptions.CreateAsync(Given.Subscription(), CancellationToken.None))!;
        await CutAsync();
        Assert.NotNull(await node.Subscriptions.UpdateAsync(created with { Name = "another" }, CancellationToken.None));
        await CutAsync();
        await node.Audit.AppendAsync(new AuditEntry { At = now, Action = AuditAction.Created, Webhook = created.Id, Detail = "" }, CancellationToken.None);
        await CutAsync();
        Assert.Single(await node.Audit.ListAsync(new AuditQuery(), CancellationToken.None));
        await CutAsync();
        Assert.Empty(await node.Statistics.ReadAsync(new AttemptCountQuery { From = now, Until = now.AddDays(1), Width = LatencyBands.Span }, CancellationToken.None));
        await CutAsync();
        Assert.Empty(await node.Statistics.ListWaitingAsync([created.Id], now, CancellationToken.None));
    }

    [Fact]
    public async Task A_change_of_a_webhook_whose_commit_is_in_doubt_is_not_made_again()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        await postgres.ExecuteAsync("""
            create sequence tries;
            create function cut() returns trigger language plpgsql as 'begin perform nextval(''tries''); perform pg_terminate_backend(pg_backend_pid()); return null; end';
            create constraint trigger cut after insert on wms_webhooks.wms_webhook_subscription deferrable initially deferred for each row execute function cut();
            """);

        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => postgres.Node.Subscriptions.CreateAsync(Given.Subscription(), CancellationToken.None));

        Assert.Equal(1, await postgres.ScalarAsync<long>("select last_value from tries"));
    }

    [Fact]
    public async Task A_node_keeps_no_more_connections_than_it_was_given()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var node = postgres.OpenNode(options => (options.MaxConnections, options.Notifications) = (4, false));

        await Task.WhenAll(Enumerable.Range(0, 200).Select(no => (Task)(no % 2 == 0
            ? node.Deliveries.AddAsync([Given.Event($"evt_{no}")], null, PostgresHarness.Now, Given.Lease, CancellationToken.None)
            : node.Deliveries.GetBacklogAsync(PostgresHarness.Now, CancellationToken.None))));

        Assert.InRange(await postgres.ScalarAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and application_name = 'SmartWms.Webhooks'"), 1, 4);
    }

    [Fact]
    public async Task Another_node_is_told_when_something_becomes_due_also_after_its_connection_was_cut()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        using var listening = new Signals();
        using var listener = postgres.OpenNode().Notified!(listening.Set);
        await listening.NextAsync("It does not listen.");     // what was said before is made good by one call

        await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(lane, 0)));
        await listening.NextAsync("It was not told of a publish.");

        await postgres.TerminateAsync();
        await listening.NextAsync("It did not come back.");
        await postgres.AddAsync(Given.Event("evt_2", new NewDelivery(lane, 0)));
        await listening.NextAsync("It was not told of a publish after it came back.");
    }

    [Fact]
    public async Task Many_publishes_are_few_messages()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        using var listening = new Signals();
        using var listener = postgres.OpenNode().Notified!(listening.Set);
        await listening.NextAsync("It does not listen.");

        for (var no = 0; no < 200; no++)
        {
            await postgres.AddAsync(Given.Event($"evt_{no}", new NewDelivery(lane, 0)));
        }

        await listening.NextAsync("It was not told.");
        Assert.InRange(listening.Count, 2, 100);
    }

    [Fact]
    public async Task Without_notifications_nobody_listens_and_nobody_is_told()
    {
        await using var postgres = await PostgresHarness.CreateAsync();

        Assert.Null(postgres.OpenNode(options => options.Notifications = false).Notified);
    }

    [Fact] // R13
    public async Task A_slow_look_sets_a_bound_that_holds_for_five_seconds_and_hides_nothing_longer()
    {
        var time = new Sqlite.ManualTime();
        var low = new LowWatermark(time);
        var (now, oldest) = (PostgresHarness.Now, PostgresHarness.Now.AddMinutes(-3));

        low.AfterLook(default, TimeSpan.FromMilliseconds(4), 0, oldest, now);
        Assert.Equal(default, low.Current);
        low.AfterLook(default, TimeSpan.FromMilliseconds(9), 5_000, oldest, now);
        Assert.Equal(default, low.Current);

        low.AfterLook(default, TimeSpan.FromMilliseconds(9), 0, oldest, now);
        Assert.Equal(oldest.AddSeconds(-2), low.Current);
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(oldest.AddSeconds(-2), low.Current);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(default, low.Current);

        low.AfterLook(default, TimeSpan.FromMilliseconds(9), 0, null, now);
        Assert.Equal(now.AddSeconds(-2), low.Current);
        low.Reset();
        Assert.Equal(default, low.Current);
        await Task.CompletedTask;
    }

    [Fact] // R13
    public void A_bound_follows_the_oldest_live_row_until_the_five_seconds_are_over()
    {
        var time = new Sqlite.ManualTime();
        var low = new LowWatermark(time);
        var (now, oldest) = (PostgresHarness.Now, PostgresHarness.Now.AddMinutes(-3));
        low.AfterLook(default, TimeSpan.FromMilliseconds(9), 0, oldest, now);
        time.Advance(TimeSpan.FromSeconds(4));

        low.AfterLook(low.Current, TimeSpan.FromMilliseconds(1), 0, oldest.AddMinutes(1), now);
        Assert.Equal(oldest.AddMinutes(1).AddSeconds(-2), low.Current);
        low.AfterLook(low.Current, TimeSpan.FromMilliseconds(1), 0, oldest, now);
        Assert.Equal(oldest.AddMinutes(1).AddSeconds(-2), low.Current);
        var before = low.Current;
        low.Reset();
        low.AfterLook(before, TimeSpan.FromMilliseconds(9), 0, now, now);
        Assert.Equal(default, low.Current);

        low.AfterLook(default, TimeSpan.FromMilliseconds(9), 0, oldest, now);
        time.Advance(TimeSpan.FromSeconds(4));
        low.AfterLook(low.Current, TimeSpan.FromMilliseconds(9), 0, now, now);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(default, low.Current);
    }

    [Fact] // R13, R7: while looks are slow, what commits late below the bound is found after five seconds at the latest
    public async Task Under_a_bound_a_late_commit_is_found_by_the_next_full_look()
    {
        var time = new Sqlite.ManualTime();
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        var node = postgres.OpenNode(time: time);
        node.LowWatermark.AfterLook(default, TimeSpan.FromSeconds(1), 0, null, PostgresHarness.Now);
        await postgres.Node.Deliveries.AddAsync([Given.Event("evt_late", new NewDelivery(lane, 0))], null, PostgresHarness.Now.AddMinutes(-1), Given.Lease, CancellationToken.None);

        Assert.Empty((await PostgresHarness.FindAsync(node)).Lanes);
        Assert.Empty(await PostgresHarness.ClaimAsync(node, 1, 1, lane));
        time.Advance(LowWatermark.ResetAfter);

        Assert.Equal([lane], (await PostgresHarness.FindAsync(node)).Lanes);
        Assert.Single(await PostgresHarness.ClaimAsync(node, 1, 1, lane));
    }

    [Fact] // R13: what a dead node was sending stands below the bound
    public async Task Under_a_bound_a_lease_that_ran_out_is_found_by_the_next_full_look()
    {
        var time = new Sqlite.ManualTime();
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        var node = postgres.OpenNode(time: time);
        await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(lane, 0)));
        await PostgresHarness.ClaimAsync(postgres.Node, 1, 1, lane);
        var ended = PostgresHarness.Now + Given.Lease;
        node.LowWatermark.AfterLook(default, TimeSpan.FromSeconds(1), 0, null, ended);

        Assert.Empty((await FindAsync()).Lanes);
        time.Advance(LowWatermark.ResetAfter);

        Assert.Equal([lane], (await FindAsync()).Lanes);

        Task<DueLanes> FindAsync() => node.Deliveries.FindDueLanesAsync(new DueLaneQuery(default, 10, []), ended, CancellationToken.None);
    }

    /// <summary>Calls, counted and waited for one by one.</summary>
    private sealed class Signals : IDisposable
    {
        private readonly SemaphoreSlim _signals = new(0);
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Set()
        {
            Interlocked.Increment(ref _count);
            _signals.Release();
        }

        public void Dispose() => _signals.Dispose();

        public Task NextAsync(string otherwise) => Patience.WithinAsync(_signals.WaitAsync(), () => otherwise);
    }
}
