using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Stores.Tests.PostgreSql;

/// <summary>A page costs what it holds, not what others have in the log.</summary>
public sealed class PageCostTests
{
    private const int Others = 50_000;

    /// <summary>A table of 5,000 unfinished ones may well be read whole.</summary>
    private const int MostTouched = 7_000;

    public static TheoryData<string> Pages => NarrowPages.Names;

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_found_without_walking_through_what_others_have(string page)
    {
        var (query, rows) = NarrowPages.Of(page);
        await using var postgres = await PostgresHarness.CreateAsync();
        await FillAsync(postgres);
        await using var plans = new ExecutedPlans(postgres);
        await plans.Node.Log.GetAsync(default, TenantScope.All, TestContext.Current.CancellationToken);     // the first on a connection asks for all the server's types
        IReadOnlyList<DeliverySummary> found = [];

        var touched = await plans.TouchedAsync(async () => found = await plans.Node.Log.ListAsync(query, TestContext.Current.CancellationToken));

        Assert.Equal(rows, found.Count);
        Assert.True(touched < MostTouched, $"{page}: {touched} rows");
    }

    [Fact]
    public async Task A_page_without_tests_costs_what_it_costs_with_them()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        await FillAsync(postgres);
        await using var plans = new ExecutedPlans(postgres);
        await plans.Node.Log.GetAsync(default, TenantScope.All, TestContext.Current.CancellationToken);

        foreach (var query in NarrowPages.WithTests)
        {
            var (all, with) = await ReadAsync(query);
            var (rest, without) = await ReadAsync(query with { WithoutTests = true });

            Assert.Equal((10, 10), (all, rest));
            Assert.True(without <= with + (with / 2) + 50, $"{query}: {with} rows with tests, {without} without");
        }

        async Task<(int Rows, long Touched)> ReadAsync(DeliveryQuery query)
        {
            var rows = 0;
            var touched = await plans.TouchedAsync(async () => rows = (await plans.Node.Log.ListAsync(query, TestContext.Current.CancellationToken)).Count);
            return (rows, touched);
        }
    }

    [Fact]
    public async Task What_waits_is_counted_without_reading_the_whole_queue_for_each_webhook()
    {
        await using var postgres = await PostgresHarness.CreateAsync();
        await FillAsync(postgres);
        await using var plans = new ExecutedPlans(postgres);
        await plans.Node.Log.GetAsync(default, TenantScope.All, TestContext.Current.CancellationToken);
        SubscriptionId[] webhooks = [.. Enumerable.Range(1, 12).Select(id => new SubscriptionId(id))];
        IReadOnlyList<WaitingDeliveries> waiting = [];

        var touched = await plans.TouchedAsync(async () => waiting = await plans.Node.Statistics.ListWaitingAsync(webhooks, PostgresHarness.Now, TestContext.Current.CancellationToken));

        Assert.Equal([(1, 1), (3, WaitingDeliveries.Most)], waiting.Select(each => (each.Subscription.Value, each.Count)));
        Assert.True(touched < MostTouched, $"{touched} rows");
    }

    /// <summary>Four of the small tenant long ago, one of them failed and one still waiting; then very many of the great one.</summary>
    private static async Task FillAsync(PostgresHarness postgres)
    {
        await postgres.SubscribeManyAsync(12);
        await postgres.ExecuteAsync($"""
            update wms_webhooks.wms_webhook_subscription set tenant = case when id <= 2 then 'small' else 'great' end, state = case id when 2 then 3 else 0 end;
            insert into wms_webhooks.wms_webhook_event (key, added_at, occurred_at, bodies_purged, id, type, tenant, data_hash, delivery_ids)
            select g, case when g <= 4 then '{NarrowPages.Long:u}'::timestamptz else '{PostgresHarness.Now:u}'::timestamptz end, '{NarrowPages.Long:u}'::timestamptz, g = 2, 'evt_' || g, 'order.shipped', case when g <= 4 then 'small' else 'great' end, '', array[g]
            from generate_series(1::bigint, {Others}) g;
            insert into wms_webhooks.wms_webhook_delivery_log (id, event_key, subscription_id, finished_at, attempts, steps, body, state, failure, is_test)
            select g, g, case when g <= 4 then g % 2 + 1 else 3 + g % 10 end, '{NarrowPages.Long:u}'::timestamptz, 1, 1, 0, case g % 100 when 1 then 3 else 2 end, 0, false from generate_series(1, {Others}) g where g <> 4;
            insert into wms_webhooks.wms_webhook_delivery (id, event_key, subscription_id, lane, due_at, token, claims, attempts, steps, body, trigger)
            select g, g, case g when 4 then 1 else 3 end, case g when 4 then 1 else 3 end, '{NarrowPages.Long:u}'::timestamptz, 0, 0, 0, 0, 0, 0 from generate_series(4::bigint, {Others}) g where g = 4 or g % 10 = 0;
            delete from wms_webhooks.wms_webhook_delivery_log where id % 10 = 0;
            """);
        await postgres.ExecuteAsync("analyze");
    }
}
