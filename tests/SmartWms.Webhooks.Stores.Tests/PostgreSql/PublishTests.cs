using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

public sealed class PublishTests
{
    [Fact]
    public async Task Publishes_that_come_together_share_transactions_and_each_gets_its_own_answer()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        await postgres.AddAsync(Given.Event("taken"), Given.Event("known"));
        var version = (await postgres.Node.Subscriptions.GetChangesAsync(0, CancellationToken.None)).Version;

        var many = Enumerable.Range(0, 300).Select(no => AddAsync(postgres.Node, version, Given.Event($"evt_{no}", new NewDelivery(lane, 0)))).ToArray();
        var conflict = AddAsync(postgres.Node, version, Given.Event("taken") with { DataHash = Given.Hash("other") });
        var duplicate = AddAsync(postgres.Node, version, Given.Event("known"));
        var stale = AddAsync(postgres.Node, version - 1, Given.Event("stale"));
        var batch = AddAsync(postgres.Node, version, Given.Event("a_1"), Given.Event("taken") with { DataHash = Given.Hash("other") });
        var twice = Enumerable.Range(0, 5).Select(_ => AddAsync(postgres.Node, version, Given.Event("twice", new NewDelivery(lane, 0)))).ToArray();
        var more = Enumerable.Range(300, 300).Select(no => AddAsync(postgres.Node, version, Given.Event($"evt_{no}", new NewDelivery(lane, 0)))).ToArray();

        Assert.All(await Task.WhenAll(many.Concat(more)), result => Assert.False(Assert.Single(result.Events).WasDuplicate));
        Assert.Equal((AddOutcome.Conflict, "taken"), ((await conflict).Outcome, (await conflict).ConflictingEventId));
        Assert.Equal((AddOutcome.Conflict, "taken"), ((await batch).Outcome, (await batch).ConflictingEventId));
        Assert.True(Assert.Single((await duplicate).Events).WasDuplicate);
        Assert.Equal(AddOutcome.Stale, (await stale).Outcome);
        var same = await Task.WhenAll(twice);
        Assert.Single(same, result => !result.Events[0].WasDuplicate);
        Assert.Single(same.Select(result => result.Events[0].Deliveries.Single()).Distinct());
        Assert.Equal(603, await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_event"));
        Assert.InRange(await postgres.ScalarAsync<long>("select count(distinct xmin::text) from wms_webhooks.wms_webhook_event"), 1, 400);
    }

    [Fact]
    public async Task A_publish_that_the_database_refuses_fails_alone()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        await postgres.ExecuteAsync("alter table wms_webhooks.wms_webhook_event add constraint no_poison check (type <> 'poison')");

        var good = Enumerable.Range(0, 50).Select(no => AddAsync(postgres.Node, null, Given.Event($"evt_{no}"))).ToArray();
        var poison = AddAsync(postgres.Node, null, Given.Event("evt_x") with { Type = "poison" });
        var later = Enumerable.Range(50, 50).Select(no => AddAsync(postgres.Node, null, Given.Event($"evt_{no}"))).ToArray();

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => poison);
        Assert.All(await Task.WhenAll(good.Concat(later)), result => Assert.Equal(AddOutcome.Added, result.Outcome));
    }

    [Fact] // R15: publishers wait neither for each other nor for a person
    public async Task A_publish_does_not_wait_for_a_subscription_that_is_being_changed_nor_for_a_host_that_publishes()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        await using var person = await postgres.ConnectAsync();
        await using var changing = await person.BeginTransactionAsync();
        await using (var change = new Npgsql.NpgsqlCommand("update wms_webhooks.wms_webhook_meta set subscription_version = subscription_version + 1", person))
        {
            await change.ExecuteNonQueryAsync();
        }

        await using var host = await postgres.ConnectAsync();
        await using var transaction = await host.BeginTransactionAsync();
        await postgres.Node.Deliveries.AddAsync(transaction, [Given.Event("evt_host", new NewDelivery(lane, 0))], PostgresHarness.Now, CancellationToken.None);

        var added = await Testbed.Patience.WithinAsync(AddAsync(postgres.Node, 1, Given.Event("evt_1", new NewDelivery(lane, 0))), () => "The publish waits.");

        Assert.Equal(AddOutcome.Added, added.Outcome);
        await changing.CommitAsync();
        Assert.Equal(AddOutcome.Stale, (await AddAsync(postgres.Node, 1, Given.Event("evt_2"))).Outcome);
    }

    [Fact]
    public async Task What_is_called_off_while_it_waits_is_not_stored()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        await using var host = await postgres.ConnectAsync();
        await using var transaction = await host.BeginTransactionAsync();
        await postgres.Node.Deliveries.AddAsync(transaction, [Given.Event("blocking")], PostgresHarness.Now, CancellationToken.None);
        var blocked = AddAsync(postgres.Node, null, Given.Event("blocking"));
        await Testbed.Patience.UntilAsync(
            async () => await postgres.ScalarAsync<long>("select count(*) from pg_locks where not granted") > 0, () => "Nobody waits for the host's transaction.");
        using var calling = new CancellationTokenSource();
        var calledOff = postgres.Node.Deliveries.AddAsync([Given.Event("evt_off")], null, PostgresHarness.Now, Given.Lease, calling.Token);

        await calling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calledOff);
        await transaction.RollbackAsync();

        Assert.False((await blocked).Events[0].WasDuplicate);
        Assert.Equal(["blocking"], await postgres.ColumnAsync<string>("select id from wms_webhooks.wms_webhook_event"));
    }

    [Fact] // R28: no text makes a result unrecordable
    public async Task Characters_that_a_text_column_cannot_hold_are_replaced()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        await postgres.AddAsync(Given.Event("evt_1", new NewDelivery(lane, 0)) with { Subject = "a\0b", Channels = ["c\0", "\ud800"] });
        var claim = Assert.Single(await PostgresHarness.ClaimAsync(postgres.Node, 1, 1, lane));
        var record = Given.Failed(claim) with { Disable = new DisableRequest("why\0", claim.EnableEpoch) };

        var result = await postgres.Node.Deliveries.RecordAsync(
            [record with { Attempt = record.Attempt! with { Rule = "\0\ud83d", Node = "n\0", Answer = [0, 0xff] } }], PostgresHarness.Now, CancellationToken.None);

        Assert.True(result[0].DisabledSubscription);
        var attempt = Assert.Single((await postgres.Node.Log.GetAsync(claim.Id, default, CancellationToken.None))!.Attempts);
        Assert.Equal(("\ufffd\ufffd", "n\ufffd"), (attempt.Rule, attempt.Node));
        Assert.Equal([0, 0xff], attempt.Answer);
        Assert.Single(await postgres.Node.Log.ListAsync(new DeliveryQuery { Subject = "a\0b" }, CancellationToken.None));
    }

    private static Task<AddResult> AddAsync(PostgreSqlStores node, long? version, params NewEvent[] events) =>
        node.Deliveries.AddAsync(events, version, PostgresHarness.Now, Given.Lease, CancellationToken.None);
}
