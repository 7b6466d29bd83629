using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Statistics;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Statistics;

public sealed class StatisticsTests
{
    [Fact]
    public async Task A_chart_shows_each_request_by_how_it_ended_and_not_the_tests()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.Deliveries.SendTestAsync(await engine.SubscribeAsync());    // first: its result is counted before those that the chart waits for
        engine.Receiver.Next("/hook", Answer.With(500));
        await engine.PublishAsync();
        var start = engine.Now;
        var delivery = (await engine.Deliveries.ListAsync(new DeliveryQuery { EventType = WmsEvents.OrderShipped }))[0].Id;
        await engine.AttemptedAsync(delivery, 1);
        engine.Advance(TimeSpan.FromMinutes(5));
        await engine.AttemptedAsync(delivery, 2);

        var chart = await ReadAsync(engine, query => query with { From = start, Until = start.AddHours(2) }, chart => chart.Total.Attempts == 2);

        Assert.Equal((1, 1), (chart.Total.Delivered, chart.Total.Failed));
        Assert.Equal(1, chart.Total.Failures[FailureClass.ServerError]);
        Assert.Equal(0.5, chart.Total.SuccessRate);
        Assert.NotNull(chart.Total.P95);
        Assert.Equal(2, chart.Points.Sum(point => point.Attempts));
        Assert.All(chart.Points.Zip(chart.Points.Skip(1)), pair => Assert.Equal(TimeSpan.FromHours(1), pair.Second.Since - pair.First.Since));
    }

    [Fact]
    public async Task A_tenant_sees_its_own_webhooks_only()
    {
        await using var engine = await TimedEngine.StartAsync();
        var north = await engine.SubscribeAsync("/north", form => form.TenantId = "north");
        var south = await engine.SubscribeAsync("/south", form => form.TenantId = "south");
        await PublishAsync(engine, "north");
        await PublishAsync(engine, "south");
        await PublishAsync(engine, "south");
        await engine.IdleAsync();
        await ReadAsync(engine, query => query, chart => chart.Total.Attempts == 3);
        var statistics = Of(engine);

        Assert.Equal(2, (await statistics.ReadAsync(Query(engine) with { Tenant = TenantScope.Only("south") })).Total.Attempts);
        Assert.Equal(0, (await statistics.ReadAsync(Query(engine) with { Tenant = TenantScope.Only("south"), Webhooks = [north] })).Total.Attempts);
        Assert.Equal(0, (await statistics.ReadAsync(Query(engine) with { Tenant = TenantScope.Only("nobody") })).Total.Attempts);
        Assert.Equal([south], (await statistics.ReadEachAsync(Query(engine) with { Tenant = TenantScope.Only("south") })).Keys);
        Assert.Equal([north, south], (await statistics.ReadEachAsync(Query(engine))).Keys.Order());
    }

    [Fact]
    public async Task What_a_paused_webhook_holds_is_said_to_wait()
    {
        await using var engine = await TimedEngine.StartAsync();
        var (open, held) = (await engine.SubscribeAsync("/open"), await engine.SubscribeAsync("/held", form => form.TenantId = "north"));
        await engine.Webhooks.PauseAsync(held);
        await engine.PublishAsync();
        await PublishAsync(engine, "north");
        await engine.IdleAsync();

        Assert.Equal([(held, 1L)], (await Of(engine).ListWaitingAsync(TenantScope.All)).Select(waiting => (waiting.Subscription, waiting.Count)));
        Assert.Single(await Of(engine).ListWaitingAsync(TenantScope.Only("north")));
        Assert.Empty(await Of(engine).ListWaitingAsync(TenantScope.Only("south")));
        Assert.Equal([held], (await Of(engine).ListWaitingAsync([open, held], TenantScope.All)).Select(waiting => waiting.Subscription));
        Assert.Single(await Of(engine).ListWaitingAsync([held], TenantScope.Only("north")));
        Assert.Empty(await Of(engine).ListWaitingAsync([held], TenantScope.Only("south")));
        Assert.Empty(await Of(engine).ListWaitingAsync([], TenantScope.All));
    }

    [Fact]
    public async Task Counting_what_waits_and_what_is_due_takes_a_place_like_every_other_read()
    {
        await using var engine = TestEngine.Build();
        var limit = engine.Services.GetRequiredService<ReadLimit>();
        var busy = new TaskCompletionSource<int>();
        var others = Enumerable.Range(0, ReadLimit.Places).Select(_ => limit.RunAsync(_ => busy.Task, CancellationToken.None)).ToList();

        var statistics = engine.Services.GetRequiredService<IWebhookStatistics>();

        var (waiting, due) = (statistics.ListWaitingAsync([new SubscriptionId(1)], TenantScope.All), statistics.ReadBacklogAsync());

        Assert.Equal((false, false), (waiting.IsCompleted, due.IsCompleted));
        busy.SetResult(1);
        Assert.Empty(await waiting);
        Assert.Equal(0, (await due).Due);
        await Task.WhenAll(others);
    }

    [Fact]
    public async Task Counts_that_a_store_refused_are_kept_and_stored_later()
    {
        var counts = new FailingCounts(MemoryStores.Open().Statistics!);
        await using var engine = await TestEngine.StartAsync(build: builder => builder.UseStores(_ => MemoryStores.Open() with { Statistics = counts }));
        await using var receiver = await ScriptedReceiver.StartAsync();
        await engine.SubscribeAsync(receiver.UrlOf("/hook"));
        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" });
        await engine.WaitForAsync(rows => rows.All(row => row.State == DeliveryState.Delivered) && rows.Count == 1);
        var writer = engine.Services.GetRequiredService<StatisticsWriter>();

        await writer.WriteNowAsync(TestContext.Current.CancellationToken);
        await writer.WriteNowAsync(TestContext.Current.CancellationToken);
        Assert.Single(engine.Logs.Entries, entry => entry.EventId.Id == 1610);
        counts.Works = true;
        await writer.WriteNowAsync(TestContext.Current.CancellationToken);

        var since = TimeProvider.System.GetUtcNow().AddHours(-2);
        Assert.Equal(1, (await engine.Services.GetRequiredService<IWebhookStatistics>().ReadAsync(new StatisticsQuery { From = since, Until = since.AddHours(4) })).Total.Attempts);
    }

    [Fact]
    public async Task A_store_that_keeps_no_counts_gives_empty_charts()
    {
        await using var engine = await TestEngine.StartAsync(build: builder => builder.UseStores(_ => MemoryStores.Open() with { Statistics = null }));
        var statistics = engine.Services.GetRequiredService<IWebhookStatistics>();

        Assert.False(statistics.AreKept);
        Assert.Equal(24, (await statistics.ReadAsync(new StatisticsQuery { From = Given.Noon, Until = Given.Noon.AddHours(24) })).Points.Count);
        Assert.Empty(await statistics.ListWaitingAsync(TenantScope.All));
    }

    [Theory]
    [InlineData(0, 60, "must be after")]
    [InlineData(24, 7, "whole multiple of 00:15:00")]
    [InlineData(24, 0, "whole multiple of 00:15:00")]
    [InlineData(24_000, 60, "1000 is the most")]
    public async Task A_chart_that_cannot_be_drawn_is_refused_with_the_rule(int hours, int minutesWide, string rule)
    {
        await using var engine = TestEngine.Build();
        var query = new StatisticsQuery { From = Given.Noon, Until = Given.Noon.AddHours(hours), Width = TimeSpan.FromMinutes(minutesWide) };

        var refusal = await Assert.ThrowsAsync<WebhookInputException>(() => engine.Services.GetRequiredService<IWebhookStatistics>().ReadAsync(query));

        Assert.Contains(rule, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charts_of_very_many_webhooks_together_are_refused_with_the_rule()
    {
        await using var engine = TestEngine.Build();
        var webhooks = Enumerable.Range(1, 1_000).Select(id => new SubscriptionId(id)).ToList();
        var query = new StatisticsQuery { From = Given.Noon, Until = Given.Noon.AddHours(101), Webhooks = webhooks };

        var refusal = await Assert.ThrowsAsync<WebhookInputException>(() => engine.Services.GetRequiredService<IWebhookStatistics>().ReadEachAsync(query));

        Assert.Contains("100000 is the most", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await engine.Services.GetRequiredService<IWebhookStatistics>().ReadEachAsync(query with { Until = Given.Noon.AddHours(100) }));
    }

    private static IWebhookStatistics Of(TimedEngine engine) => engine.Engine.Services.GetRequiredService<IWebhookStatistics>();

    private static StatisticsQuery Query(TimedEngine engine) => new() { From = engine.Now.AddHours(-1), Until = engine.Now.AddHours(1) };

    private static Task<Published> PublishAsync(TimedEngine engine, string tenant) =>
        engine.Engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" }, new WebhookPublishOptions { TenantId = tenant });

    /// <summary>Reads until the chart shows it: the last result may be on its way into the store.</summary>
    private static async Task<WebhookStatistics> ReadAsync(TimedEngine engine, Func<StatisticsQuery, StatisticsQuery> change, Func<WebhookStatistics, bool> shows)
    {
        WebhookStatistics? chart = null;
        await Patience.UntilAsync(
            async () => shows(chart = await Of(engine).ReadAsync(change(Query(engine)))),
            () => $"{chart?.Total}");
        return chart!;
    }
}
