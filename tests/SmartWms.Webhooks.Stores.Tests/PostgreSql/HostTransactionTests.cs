using System.Data;
using System.Data.Common;
using Npgsql;
using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

/// <summary>R14, R18: the event exists exactly if the order does.</summary>
public sealed class HostTransactionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_event_exists_exactly_if_the_order_does(bool commits)
    {
        await using var postgres = await HostAsync();
        var lane = await postgres.SubscribeAsync();
        await using var host = await postgres.ConnectAsync();
        await using (var transaction = await host.BeginTransactionAsync())
        {
            await OrderAsync(host, 1);
            var added = await AddAsync(postgres, transaction, Given.Event("evt_1", new NewDelivery(lane, 0)));
            Assert.Equal((AddOutcome.Added, 1), (added.Outcome, added.Events.Single().Deliveries.Count));
            Assert.Empty((await PostgresHarness.FindAsync(postgres.Node)).Lanes);
            await (commits ? transaction.CommitAsync() : transaction.RollbackAsync());
        }

        Assert.Equal(commits ? 1 : 0, await postgres.ScalarAsync<long>("select count(*) from orders"));
        Assert.Equal(commits ? 1 : 0, (await PostgresHarness.FindAsync(postgres.Node)).Lanes.Count);
    }

    [Fact]
    public async Task A_duplicate_does_not_abort_a_transaction_under_read_committed()
    {
        await using var postgres = await HostAsync();
        var lane = await postgres.SubscribeAsync();
        var first = (await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(lane, 0)))).Events[0].Deliveries;
        await using var host = await postgres.ConnectAsync();
        await using var transaction = await host.BeginTransactionAsync();

        var again = (await AddAsync(postgres, transaction, Given.Event("evt_1", new NewDelivery(lane, 0)), Given.Event("evt_2"))).Events;
        await OrderAsync(host, 1);
        await transaction.CommitAsync();

        Assert.Equal([true, false], again.Select(row => row.WasDuplicate));
        Assert.Equal(first, again[0].Deliveries);
        Assert.Equal(1, await postgres.ScalarAsync<long>("select count(*) from orders"));
    }

    [Fact]
    public async Task After_a_conflict_nothing_was_written_and_the_transaction_goes_on()
    {
        await using var postgres = await HostAsync();
        await postgres.AddAsync(Given.Event("evt_2"));
        await using var host = await postgres.ConnectAsync();
        await using var transaction = await host.BeginTransactionAsync();
        await OrderAsync(host, 1);

        var added = await AddAsync(postgres, transaction, Given.Event("evt_1"), Given.Event("evt_2") with { DataHash = Given.Hash("other") });
        await OrderAsync(host, 2);
        await transaction.CommitAsync();

        Assert.Equal((AddOutcome.Conflict, "evt_2"), (added.Outcome, added.ConflictingEventId));
        Assert.Equal(["evt_2"], await postgres.ColumnAsync<string>("select id from wms_webhooks.wms_webhook_event"));
        Assert.Equal(2, await postgres.ScalarAsync<long>("select count(*) from orders"));
    }

    [Fact]
    public async Task Above_read_committed_a_duplicate_committed_meanwhile_is_postgresqls_own_40001()
    {
        await using var postgres = await HostAsync();
        await using var host = await postgres.ConnectAsync();
        await using var transaction = await host.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await OrderAsync(host, 1);
        await AddAsync(postgres, transaction, Given.Event("evt_0"));
        await postgres.AddAsync(Given.Event("evt_1"));

        var error = await Assert.ThrowsAsync<PostgresException>(() => AddAsync(postgres, transaction, Given.Event("evt_1")));

        Assert.Equal(PostgresErrorCodes.SerializationFailure, error.SqlState);
    }

    [Fact]
    public async Task A_transaction_on_another_database_is_refused_and_can_go_on()
    {
        await using var postgres = await HostAsync();
        await using var twin = await HostAsync();
        await using var empty = await PostgresHarness.CreateEmptyAsync();
        await empty.ExecuteAsync("create table orders (id int)");

        foreach (var (other, why) in new[] { (twin, "are not those"), (empty, "has no webhook tables") })
        {
            await using var host = await other.ConnectAsync();
            await using var transaction = await host.BeginTransactionAsync();
            var error = await Assert.ThrowsAsync<WebhookTransactionException>(() => AddAsync(postgres, transaction, Given.Event("evt_1")));
            Assert.Contains(why, error.Message, StringComparison.Ordinal);
            await OrderAsync(host, 1);
            await transaction.CommitAsync();
            Assert.Equal(1, await other.ScalarAsync<long>("select count(*) from orders"));
        }

        Assert.Equal(0, await twin.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_event"));
    }

    [Fact]
    public async Task A_role_that_may_not_write_the_tables_is_refused_and_its_transaction_can_go_on()
    {
        await using var postgres = await HostAsync();
        var role = "guest_" + postgres.Name;
        await postgres.ExecuteAsync($"create role {role} login; grant all on orders to {role}");
        try
        {
            await using var host = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Username = role, Pooling = false }.ConnectionString);
            await host.OpenAsync();
            await using var transaction = await host.BeginTransactionAsync();

            var error = await Assert.ThrowsAsync<WebhookTransactionException>(() => AddAsync(postgres, transaction, Given.Event("evt_1")));
            await OrderAsync(host, 1);
            await transaction.CommitAsync();

            Assert.Contains("grant", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await postgres.ExecuteAsync($"drop owned by {role}; drop role {role}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_finished_transaction_is_refused(bool commits)
    {
        await using var postgres = await HostAsync();
        await using var host = await postgres.ConnectAsync();
        var transaction = await host.BeginTransactionAsync();
        await (commits ? transaction.CommitAsync() : transaction.RollbackAsync());

        var error = await Assert.ThrowsAsync<WebhookTransactionException>(() => AddAsync(postgres, transaction, Given.Event("evt_1")));

        Assert.Contains("has ended", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_event"));
    }

    [Fact]
    public async Task A_failed_transaction_is_refused_in_words()
    {
        await using var postgres = await HostAsync();
        await using var host = await postgres.ConnectAsync();
        for (var round = 0; round < 2; round++)     // before and after the database is known
        {
            await using var transaction = await host.BeginTransactionAsync();
            await Assert.ThrowsAsync<PostgresException>(() => RunAsync(host, "select 1 / 0"));
            var error = await Assert.ThrowsAsync<WebhookTransactionException>(() => AddAsync(postgres, transaction, Given.Event("evt_1")));
            Assert.Contains("roll it back", error.Message, StringComparison.Ordinal);
            await transaction.RollbackAsync();
            await using var sound = await host.BeginTransactionAsync();
            await AddAsync(postgres, sound, Given.Event("evt_1"));
        }
    }

    [Fact]
    public async Task A_transaction_of_another_provider_is_refused()
    {
        await using var postgres = await HostAsync();
        await using var file = new Sqlite.SqliteFile();
        using var host = file.Connect();
        using DbTransaction transaction = host.BeginTransaction();

        var error = await Assert.ThrowsAsync<WebhookTransactionException>(() => AddAsync(postgres, transaction, Given.Event("evt_1")));

        Assert.Contains("NpgsqlTransaction", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engines_own_connections_take_no_part_in_an_ambient_transaction()
    {
        await using var postgres = await HostAsync();
        using (new System.Transactions.TransactionScope(System.Transactions.TransactionScopeAsyncFlowOption.Enabled))
        {
            await postgres.AddAsync(Given.Event("evt_1"));
        }

        Assert.Equal(1, await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_event"));
    }

    [Fact]
    public async Task Not_even_those_of_a_pool_of_the_hosts_own()
    {
        await using var postgres = await HostAsync();
        await using var pool = NpgsqlDataSource.Create(postgres.ConnectionString + ";Enlist=true");
        await using var node = PostgreSqlStores.Open(pool, new PostgreSqlOptions { Notifications = false }, TimeProvider.System);
        var lane = await postgres.SubscribeAsync();
        var ended = (await postgres.AddAsync(Given.Event("evt_0", new NewDelivery(lane, 0)))).Events[0].Deliveries[0];
        await postgres.Node.Deliveries.CancelAsync(ended, TenantScope.All, PostgresHarness.Now, CancellationToken.None);
        using (new System.Transactions.TransactionScope(System.Transactions.TransactionScopeAsyncFlowOption.Enabled))
        {
            await node.Deliveries.AddAsync([Given.Event("evt_1")], null, PostgresHarness.Now, Given.Lease, CancellationToken.None);
            Assert.NotNull(await node.Subscriptions.CreateAsync(Given.Subscription(), CancellationToken.None));
            Assert.Equal(ResendOutcome.Due, await node.Deliveries.ResendAsync(ended, TenantScope.All, PostgresHarness.Now, CancellationToken.None));
        }

        Assert.Equal(
            (2, 2, 1),
            (await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_event"),
                await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_subscription"),
                await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_delivery")));
    }

    private static async Task<PostgresHarness> HostAsync()
    {
        var postgres = await PostgresHarness.CreateAsync();
        await postgres.ExecuteAsync("create table orders (id int)");
        return postgres;
    }

    private static Task<AddResult> AddAsync(PostgresHarness postgres, DbTransaction transaction, params NewEvent[] events) =>
        postgres.Node.Deliveries.AddAsync(transaction, events, PostgresHarness.Now, CancellationToken.None);

    private static Task OrderAsync(NpgsqlConnection host, int id) => RunAsync(host, $"insert into orders values ({id})");

    private static async Task RunAsync(NpgsqlConnection host, string sql)
    {
        await using var command = new NpgsqlCommand(sql, host);
        await command.ExecuteNonQueryAsync();
    }
}
