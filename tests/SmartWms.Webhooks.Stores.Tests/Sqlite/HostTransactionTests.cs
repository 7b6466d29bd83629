using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.Sqlite;

/// <summary>R18: events in a transaction of the host, on one file.</summary>
public sealed class HostTransactionTests
{
    private const string Events = "select count(*) from wms_webhook_event";

    [Fact]
    public async Task What_the_host_commits_is_there_and_what_it_rolls_back_is_not()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        using var host = file.Connect();

        using (var transaction = host.BeginTransaction())
        {
            await AddAsync(database, transaction, SqliteFile.Event("evt_1", lane));
            Assert.Equal(0, file.Scalar(Events));
            transaction.Rollback();
        }

        Assert.Equal(0, file.Scalar(Events));
        using (var transaction = host.BeginTransaction())
        {
            await AddAsync(database, transaction, SqliteFile.Event("evt_2", lane));
            transaction.Commit();
        }

        Assert.Equal(1, file.Scalar(Events));
        var claimed = Assert.Single(await SqliteFile.ClaimAsync(database, SqliteFile.Now, 1, lane));
        Assert.Equal("evt_2", claimed.EventId);
        Assert.Equal(SqliteFile.Now, claimed.DueAt);
    }

    [Fact]
    public async Task Ids_are_taken_in_the_transaction_and_never_given_twice()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        using var host = file.Connect();
        var ids = new List<DeliveryId>();

        for (var round = 0; round < 10; round++)
        {
            ids.Add(await SqliteFile.AddAsync(database, SqliteFile.Event($"evt_own_{round}", lane)));
            using var transaction = host.BeginTransaction();
            var inHost = await AddAsync(database, transaction, SqliteFile.Event($"evt_host_{round}", lane), SqliteFile.Event($"evt_host_too_{round}", lane));
            if (round % 2 == 0)
            {
                ids.AddRange(inHost.Events.SelectMany(added => added.Deliveries));
                transaction.Commit();
            }
        }

        Assert.Equal(20, ids.Distinct().Count());
        Assert.Equal(20, file.Scalar(Events));
    }

    [Fact]
    public async Task The_same_event_again_is_a_duplicate_and_another_one_a_conflict_that_leaves_the_transaction_usable()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        var first = await SqliteFile.AddAsync(database, SqliteFile.Event("evt_1", lane));
        using var host = file.Connect();
        using var transaction = host.BeginTransaction();

        var again = await AddAsync(database, transaction, SqliteFile.Event("evt_1", lane));
        var conflict = await AddAsync(database, transaction, SqliteFile.Event("evt_2", lane), SqliteFile.Event("evt_1", lane) with { Type = "order.created" });
        await AddAsync(database, transaction, SqliteFile.Event("evt_3", lane));
        transaction.Commit();

        Assert.Equal((true, first), (again.Events[0].WasDuplicate, again.Events[0].Deliveries[0]));
        Assert.Equal((AddOutcome.Conflict, "evt_1"), (conflict.Outcome, conflict.ConflictingEventId));
        Assert.Equal(2, file.Scalar(Events));
    }

    [Fact]
    public async Task An_error_in_the_middle_leaves_nothing_of_the_batch_and_the_transaction_usable()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        using var host = file.Connect();
        SqliteFile.Execute(host, "create table orders (id integer primary key)");
        using var transaction = host.BeginTransaction();
        Execute(transaction, "insert into orders values (1)");

        await Assert.ThrowsAsync<SqliteException>(() => AddAsync(database, transaction,
            SqliteFile.Event("evt_1", lane), SqliteFile.Event("evt_2", lane) with { Deliveries = [new NewDelivery(lane, 0, Trigger: (AttemptTrigger)9)] }));
        await AddAsync(database, transaction, SqliteFile.Event("evt_3", lane));
        transaction.Commit();

        Assert.Equal(1, file.Scalar(Events));
        Assert.Equal(1, file.Scalar("select count(*) from orders"));
        Assert.Single(await SqliteFile.ClaimAsync(database, SqliteFile.Now, 1, lane));
    }

    [Fact]
    public async Task A_transaction_that_has_ended_is_refused()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        using var host = file.Connect();
        var committed = host.BeginTransaction();
        committed.Commit();

        var refusal = await Assert.ThrowsAsync<WebhookTransactionException>(() => AddAsync(database, committed, SqliteFile.Event("evt_1", new SubscriptionId(1))));

        Assert.Contains("has ended", refusal.Message, StringComparison.Ordinal);
        var open = host.BeginTransaction();
        Execute(open, "rollback");
        await Assert.ThrowsAsync<WebhookTransactionException>(() => AddAsync(database, open, SqliteFile.Event("evt_1", new SubscriptionId(1))));
    }

    [Theory]
    [InlineData("another file")]
    [InlineData("a copy of the file")]
    [InlineData("memory")]
    public async Task A_transaction_on_another_database_is_refused_and_stays_usable(string which)
    {
        await using var file = new SqliteFile();
        await using var other = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        if (which == "a copy of the file")
        {
            using var source = file.Connect();
            SqliteFile.Execute(source, $"vacuum into '{new SqliteConnectionStringBuilder(other.Options.ConnectionString).DataSource}'");
        }

        using var host = which == "memory" ? new SqliteConnection("Data Source=:memory:") : other.Connect();
        host.Open();
        SqliteFile.Execute(host, "create table orders (id integer primary key)");
        using var transaction = host.BeginTransaction();

        var refusal = await Assert.ThrowsAsync<WebhookTransactionException>(() => AddAsync(database, transaction, SqliteFile.Event("evt_1", lane)));
        Execute(transaction, "insert into orders values (1)");
        transaction.Commit();

        Assert.Contains("UseSqlite(...)", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, file.Scalar(Events));
    }

    [Fact]
    public async Task A_transaction_of_another_provider_is_refused()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();

        var refusal = await Assert.ThrowsAsync<WebhookTransactionException>(() => AddAsync(database, new ForeignTransaction(), SqliteFile.Event("evt_1", new SubscriptionId(1))));

        Assert.Contains(nameof(ForeignTransaction), refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SqliteSynchronous.Full, "off", false)]
    [InlineData(SqliteSynchronous.Full, "normal", false)]
    [InlineData(SqliteSynchronous.Full, "full", true)]
    [InlineData(SqliteSynchronous.Full, "extra", true)]
    [InlineData(SqliteSynchronous.Normal, "off", false)]
    [InlineData(SqliteSynchronous.Normal, "normal", true)]
    public async Task A_connection_that_commits_less_durably_than_asked_for_is_refused(SqliteSynchronous asked, string synchronous, bool isTaken)
    {
        await using var file = new SqliteFile();
        var options = file.Options;
        options.Synchronous = asked;
        await using var database = new SqliteDatabase(options, TimeProvider.System);
        var lane = await SqliteFile.SubscribeAsync(database);
        using var host = file.Connect();
        for (var round = 0; round < 2; round++)     // also when the connection string is known already
        {
            SqliteFile.Execute(host, round == 0 ? "pragma synchronous = full" : $"pragma synchronous = {synchronous}");
            using var transaction = host.BeginTransaction();
            var adding = AddAsync(database, transaction, SqliteFile.Event($"evt_{round}", lane));
            if (round == 0 || isTaken)
            {
                await adding;
            }
            else
            {
                var refusal = await Assert.ThrowsAsync<WebhookTransactionException>(() => adding);
                Assert.Contains("PRAGMA synchronous=" + (asked == SqliteSynchronous.Full ? "FULL" : "NORMAL"), refusal.Message, StringComparison.Ordinal);
            }

            transaction.Commit();
        }

        Assert.Equal(isTaken ? 2 : 1, file.Scalar(Events));
    }

    [Fact]
    public async Task A_skipping_poll_notices_the_hosts_commit()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        var lane = await SqliteFile.SubscribeAsync(database);
        var store = new SqliteDeliveryStore(database);
        var query = new DueLaneQuery(default, 10, []);
        await store.FindDueLanesAsync(query, SqliteFile.Now, SqliteFile.Token);
        await store.FindDueLanesAsync(query, SqliteFile.Now, SqliteFile.Token);
        Assert.Equal(1, database.DueLanes.Skipped);
        using var host = file.Connect();
        using var transaction = host.BeginTransaction();
        await AddAsync(database, transaction, SqliteFile.Event("evt_1", lane));
        Assert.Empty((await store.FindDueLanesAsync(query, SqliteFile.Now, SqliteFile.Token)).Lanes);

        transaction.Commit();

        Assert.Equal([lane], (await store.FindDueLanesAsync(query, SqliteFile.Now, SqliteFile.Token)).Lanes);
    }

    [Fact]
    public async Task A_leased_delivery_is_no_part_of_a_hosts_transaction()
    {
        await using var file = new SqliteFile();
        var database = await file.OpenAsync();
        using var host = file.Connect();
        using var transaction = host.BeginTransaction();

        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync(database, transaction,
            SqliteFile.Event("evt_1", new SubscriptionId(1)) with { Deliveries = [new NewDelivery(new SubscriptionId(1), 0, LeaseToken: 7)] }));
    }

    private static Task<AddResult> AddAsync(SqliteDatabase database, DbTransaction transaction, params NewEvent[] events) =>
        ((ITransactionalDeliveryStore)new SqliteDeliveryStore(database)).AddAsync(transaction, events, SqliteFile.Now, SqliteFile.Token);

    private static void Execute(SqliteTransaction transaction, string sql)
    {
        using var command = transaction.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        command.ExecuteNonQuery();
    }

    private sealed class ForeignTransaction : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

        protected override DbConnection? DbConnection => null;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }
}
