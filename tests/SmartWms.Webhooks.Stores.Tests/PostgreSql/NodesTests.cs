using Npgsql;
using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

/// <summary>Several nodes with the whole engine on one database.</summary>
public sealed class NodesTests
{
    [Fact]
    public async Task What_a_node_that_only_publishes_stores_is_sent_by_another_long_before_its_next_poll()
    {
        await using var postgres = await PostgresHarness.CreateEmptyAsync();
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var publishing = await TestEngine.StartAsync(options => options.Pump.Enabled = false, builder => builder.UsePostgreSql(postgres.ConnectionString));
        await using var delivering = await TestEngine.StartAsync(
            options => options.Pump.PollInterval = TimeSpan.FromSeconds(60), builder => builder.UsePostgreSql(postgres.ConnectionString));
        await publishing.SubscribeAsync(receiver.UrlOf("/hook"));

        for (var count = 1; count <= 3; count++)
        {
            await publishing.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = $"ord_{count}" });
            await receiver.WaitForAsync(count);
        }

        await publishing.WaitForAsync(page => page.Count == 3 && page.All(row => row.State == DeliveryState.Delivered));
    }

    [Fact]
    public async Task A_host_may_bring_its_own_data_source_and_keeps_it()
    {
        await using var postgres = await PostgresHarness.CreateEmptyAsync();
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString + ";Max Auto Prepare=20;Auto Prepare Min Usages=2");
        await using (var engine = await TestEngine.StartAsync(build: builder => builder.UsePostgreSql(source, options => options.Schema = "hooks")))
        {
            await engine.SubscribeAsync(receiver.UrlOf("/hook"));
            await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" });
            await receiver.WaitForAsync(1);
            await engine.WaitForAsync(page => page is [{ State: DeliveryState.Delivered }]);
            Assert.Single(engine.Logs.WithId(2100));
        }

        await using var command = source.CreateCommand("select count(*) from hooks.wms_webhook_event");
        Assert.Equal(1L, await command.ExecuteScalarAsync());
    }

    [Fact] // R15: versions become visible in their order
    public async Task Whoever_follows_the_changes_of_subscriptions_misses_none_however_many_nodes_write()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var nodes = Enumerable.Range(0, 4).Select(_ => postgres.OpenNode()).ToArray();
        var writing = Task.WhenAll(nodes.Select(node => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                var created = await node.Subscriptions.CreateAsync(Given.Subscription(), CancellationToken.None);
                Assert.NotNull(await node.Subscriptions.UpdateAsync(created! with { State = SubscriptionState.Paused }, CancellationToken.None));
            }
        })));

        var known = 0L;
        var seen = new Dictionary<SubscriptionId, StoredSubscription>();
        while (known < 200)
        {
            var changes = await postgres.Node.Subscriptions.GetChangesAsync(known, CancellationToken.None);
            Assert.All(changes.Changed, row => Assert.InRange(row.Version, known + 1, changes.Version));
            changes.Changed.ToList().ForEach(row => seen[row.Id] = row);
            known = changes.Version;
            Assert.False(writing.IsFaulted);
        }

        await writing;
        Assert.Equal((200, 100), (known, seen.Count));
        Assert.All(seen.Values, row => Assert.Equal(SubscriptionState.Paused, row.State));
    }

    [Fact]
    public async Task Two_nodes_that_declare_the_same_key_at_once_make_one_webhook()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var nodes = Enumerable.Range(0, 4).Select(_ => postgres.OpenNode()).ToArray();

        var created = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.Subscriptions.CreateAsync(Given.Subscription() with { Key = "erp" }, CancellationToken.None))));

        Assert.Single(created, row => row is not null);
        Assert.Equal(1, (await postgres.Node.Subscriptions.GetChangesAsync(0, CancellationToken.None)).Version);
    }

    [Fact] // R23, R27: the sweep looks again under its locks
    public async Task A_resend_that_comes_while_the_sweep_runs_keeps_its_row_and_body()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        var lane = await postgres.SubscribeAsync();
        await postgres.AddAsync([.. Enumerable.Range(0, 200).Select(no => Given.Event($"evt_{no}", new NewDelivery(lane, 0)))]);
        var claims = await PostgresHarness.ClaimAsync(postgres.Node, 1, 200, lane);
        await postgres.Node.Deliveries.RecordAsync([.. claims.Select(Given.Failed)], PostgresHarness.Now, CancellationToken.None);
        var old = PostgresHarness.Now.AddDays(1);
        var (sweeper, person) = (postgres.OpenNode(), postgres.OpenNode());

        var sweeping = Task.Run(async () =>
        {
            while (await sweeper.Deliveries.PurgeAsync(new PurgeRequest(old, old, 10), CancellationToken.None) > 0)
            {
            }
        });
        var outcomes = new Dictionary<DeliveryId, ResendOutcome>();
        foreach (var claim in claims.OrderByDescending(row => row.Id))
        {
            outcomes[claim.Id] = await person.Deliveries.ResendAsync(claim.Id, default, PostgresHarness.Now, CancellationToken.None);
        }

        await sweeping;

        Assert.All(outcomes.Values, outcome => Assert.Contains(outcome, new[] { ResendOutcome.Due, ResendOutcome.NotFound }));
        var due = (await postgres.Node.Deliveries.ClaimAsync(new Claim([], 500, 2, PostgresHarness.Now, Given.Lease), CancellationToken.None)).Deliveries;
        Assert.Equal(outcomes.Where(row => row.Value == ResendOutcome.Due).Select(row => row.Key).Order(), due.Select(row => row.Id).Order());
        Assert.All(due, row => Assert.NotEmpty(row.Body));
    }
}
