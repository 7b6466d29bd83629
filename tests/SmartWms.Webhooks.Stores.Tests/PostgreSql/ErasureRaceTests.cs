using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.PostgreSql.Deliveries;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

/// <summary>What moves between the tables while a tenant is erased is erased too: each fact holds a half-done transaction in the erasure's way.</summary>
public sealed class ErasureRaceTests
{
    private const string Rows = """
        select (select count(*) from wms_webhooks.wms_webhook_event) + (select count(*) from wms_webhooks.wms_webhook_body)
            + (select count(*) from wms_webhooks.wms_webhook_delivery) + (select count(*) from wms_webhooks.wms_webhook_delivery_log)
        """;

    [Theory]
    [InlineData("delete from wms_webhooks.wms_webhook_delivery")]
    [InlineData("select id from wms_webhooks.wms_webhook_delivery for update")]
    public async Task A_delivery_that_ends_while_its_tenant_is_erased_leaves_nothing_in_the_log(string first)
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(await postgres.SubscribeAsync(), 0)));
        await EraseDuringAsync(
            postgres,
            first,
            """
            insert into wms_webhooks.wms_webhook_delivery_log (id, event_key, subscription_id, body, state, finished_at, attempts, steps, failure, is_test)
            select d.id, e.key, 1, 0, 4, now(), 0, 0, 0, false from wms_webhooks.wms_webhook_event e, unnest(e.delivery_ids) d(id)
            """,
            "delete from wms_webhooks.wms_webhook_delivery");

        Assert.Equal(0, await postgres.ScalarAsync<long>(Rows));
    }

    [Fact]
    public async Task A_delivery_that_is_resent_while_its_tenant_is_erased_is_not_sent_without_its_event()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var added = await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(await postgres.SubscribeAsync(), 0)));
        var id = new DeliveryId(await postgres.ScalarAsync<long>("select id from wms_webhooks.wms_webhook_delivery"));
        Assert.Equal(CancelOutcome.Cancelled, await postgres.Node.Deliveries.CancelAsync(id, Subscriptions.TenantScope.All, PostgresHarness.Now, CancellationToken.None));
        await EraseDuringAsync(
            postgres,
            "select l.id from wms_webhooks.wms_webhook_delivery_log l, wms_webhooks.wms_webhook_event e for update of l for key share of e",
            """
            insert into wms_webhooks.wms_webhook_delivery (id, event_key, subscription_id, lane, due_at, token, claims, attempts, steps, body, trigger)
            select id, event_key, subscription_id, 0, now(), 0, 0, 0, 0, 0, 1 from wms_webhooks.wms_webhook_delivery_log
            """);

        Assert.Equal(0, await postgres.ScalarAsync<long>(Rows));
    }

    [Fact]
    public async Task A_resend_that_waits_for_an_erasure_holds_nothing_that_the_erasure_will_want()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(lane, 0), new NewDelivery(await postgres.SubscribeAsync(), 0)));
        var ids = await postgres.ColumnAsync<long>("select id from wms_webhooks.wms_webhook_delivery order by id");
        await postgres.Node.Deliveries.CancelAsync(new DeliveryId(ids[0]), Subscriptions.TenantScope.All, PostgresHarness.Now, CancellationToken.None);
        await using var host = await postgres.ConnectAsync();
        await using var transaction = await host.BeginTransactionAsync();
        await using (var hold = host.CreateCommand())
        {
            hold.CommandText = $"select id from wms_webhooks.wms_webhook_delivery where id = {ids[1]} for update";
            await hold.ExecuteNonQueryAsync();
        }

        var erasing = Task.Run(() => postgres.Node.Erasure.EraseTenantAsync(null, 500, CancellationToken.None));
        await WaitingAsync(postgres, 1);
        var resending = Task.Run(() => postgres.Node.Deliveries.ResendAsync(new DeliveryId(ids[0]), Subscriptions.TenantScope.All, PostgresHarness.Now, CancellationToken.None));
        await WaitingAsync(postgres, 2);

        Assert.Equal(ids[0], await postgres.ScalarAsync<long>($"select id from wms_webhooks.wms_webhook_delivery_log where id = {ids[0]} for update nowait"));
        await transaction.CommitAsync();
        Assert.True(await erasing > 0);
        Assert.Equal(ResendOutcome.NotFound, await resending);
        Assert.Equal(0, await postgres.ScalarAsync<long>(Rows));
    }

    [Fact]
    public async Task An_erasure_in_batches_finds_also_what_came_with_an_earlier_key_and_then_ends()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        await postgres.AddAsync(Given.Event("evt_1"), Given.Event("evt_2"), Given.Event("evt_3"));
        var erasure = postgres.Node.Erasure;
        Assert.True(await erasure.EraseTenantAsync(null, 2, CancellationToken.None) > 0);
        await postgres.ExecuteAsync("""
            insert into wms_webhooks.wms_webhook_event (key, added_at, occurred_at, bodies_purged, id, type, data_hash, delivery_ids)
            select min(key) - 2, now(), now(), true, 'evt_late', 'order.shipped', '', '{}' from wms_webhooks.wms_webhook_event
            """);

        var batches = 0;
        while (await erasure.EraseTenantAsync(null, 2, CancellationToken.None) > 0)
        {
            Assert.InRange(++batches, 1, 2);
        }

        Assert.Equal(0, await postgres.ScalarAsync<long>(Rows));
        Assert.Equal(0, await erasure.EraseTenantAsync(null, 2, CancellationToken.None));
    }

    [Fact]
    public async Task Events_of_others_that_fill_a_whole_window_end_nothing()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        await postgres.ExecuteAsync("""
            insert into wms_webhooks.wms_webhook_event (key, added_at, occurred_at, bodies_purged, id, type, tenant, data_hash, delivery_ids)
            select g, now(), now(), true, 'evt_' || g, 'order.shipped', case when g in (1, 9, 20) then 'acme' else 'other' end, '', '{}' from generate_series(1, 20) g
            """);
        await using var database = new PgDatabase(postgres.ConnectionString, new PostgreSqlOptions());
        var erasure = new PostgreSqlTenantErasure(database, window: 3);

        for (var left = 3; left > 0; left--)
        {
            Assert.True(await erasure.EraseTenantAsync("acme", 1, CancellationToken.None) > 0);
        }

        Assert.Equal(0, await erasure.EraseTenantAsync("acme", 1, CancellationToken.None));
        Assert.Equal(17, await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_event where tenant = 'other'"));
        Assert.Equal(17, await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_event"));
    }

    [Fact]
    public async Task A_batch_looks_at_no_event_that_the_batches_before_have_passed()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        await postgres.ExecuteAsync("""
            insert into wms_webhooks.wms_webhook_event (key, added_at, occurred_at, bodies_purged, id, type, tenant, data_hash, delivery_ids)
            select g, now(), now(), true, 'evt_' || g, 'order.shipped', case when g > 2000 then 'acme' else 'other' end, '', '{}' from generate_series(1, 2040) g;
            analyze;
            """);
        await using var plans = new ExecutedPlans(postgres);
        Assert.True(await plans.Node.Erasure.EraseTenantAsync("acme", 4, CancellationToken.None) > 0);

        var touched = await plans.TouchedAsync(() => plans.Node.Erasure.EraseTenantAsync("acme", 4, CancellationToken.None));

        Assert.InRange(touched, 1, 400);
    }

    private static Task WaitingAsync(PostgresHarness postgres, int count) => Patience.UntilAsync(
        async () => await postgres.ScalarAsync<long>("select count(distinct pid) from pg_locks where not granted") >= count, () => $"Not {count} wait.");

    /// <summary>Erases while another transaction is between its first statement and its others.</summary>
    private static async Task EraseDuringAsync(PostgresHarness postgres, string first, params string[] others)
    {
        await using var host = await postgres.ConnectAsync();
        await using var transaction = await host.BeginTransactionAsync();
        await RunAsync(first);
        var erasing = Task.Run(() => postgres.Node.Erasure!.EraseTenantAsync(null, 500, CancellationToken.None));
        await WaitingAsync(postgres, 1);
        foreach (var sql in others)
        {
            await RunAsync(sql);
        }

        await transaction.CommitAsync();
        Assert.True(await erasing > 0);

        async Task RunAsync(string sql)
        {
            await using var command = host.CreateCommand();
            (command.CommandText, command.Transaction) = (sql, transaction);
            await command.ExecuteNonQueryAsync();
        }
    }
}
