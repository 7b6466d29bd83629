using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

/// <summary>Behind PgBouncer's transaction mode, with <c>Notifications = false</c>.</summary>
public sealed class PgBouncerTests
{
    public static TheoryData<string> Rules => RuleRows.All;

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_store_keeps_rule(string number)
    {
        SkipUnlessInstalled();
        await RuleRows.RunAsync(number, PostgresDatabases.OpenBehindPgBouncerAsync);
    }

    [Fact]
    public async Task Three_nodes_that_start_at_once_make_the_tables_and_deliver_each_event_once()
    {
        SkipUnlessInstalled();
        await using var postgres = await PostgresHarness.CreateEmptyAsync();
        await using var receiver = await ScriptedReceiver.StartAsync();
        var through = (await PgBouncer.SharedAsync()).Through(postgres.ConnectionString);
        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TestEngine.StartAsync(
            options => options.Pump.PollInterval = TimeSpan.FromMilliseconds(200),
            builder => builder.UsePostgreSql(through, options => options.Notifications = false))));
        try
        {
            await nodes[0].SubscribeAsync(receiver.UrlOf("/hook"));
            await Task.WhenAll(Enumerable.Range(0, 300).Select(no => nodes[no % 3].Dispatcher.PublishAsync(WmsEvents.OrderShipped, no)));

            await Patience.UntilAsync(
                async () => (await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_delivery_log")) == 300
                    && (await postgres.ScalarAsync<long>("select count(*) from wms_webhooks.wms_webhook_delivery")) == 0,
                () => $"{receiver.Count} requests");

            Assert.Equal(300, receiver.Count);
            Assert.InRange(
                await postgres.ScalarAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and application_name = 'SmartWms.Webhooks'"), 1, PgBouncer.PoolSize);
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        }
    }

    private static void SkipUnlessInstalled()
    {
        PostgresDatabases.SkipUnlessInstalled();
        Assert.SkipUnless(PgBouncer.IsInstalled, PgBouncer.WhyMissing);
    }
}
