using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.InMemory;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.Pump;
using SmartWms.Webhooks.Tests.Subscriptions;

namespace SmartWms.Webhooks.Tests.Retention;

/// <summary>R30: what is rightly due late stays so, also where the node that sweeps has not seen the webhook yet.</summary>
public sealed class BringForwardTests
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public async Task A_long_schedule_that_another_node_was_given_is_left_alone()
    {
        await using var engines = await TwoEngines.StartAsync();
        var due = engines.Clock.GetUtcNow() + Week;
        var webhook = await engines.FailOnceAsync();

        engines.Clock.Advance(TimeSpan.FromMinutes(1));
        await engines.Sweeps.Logs.WaitForAsync(line => line.EventId.Id == 1607);        // the turn has ended

        Assert.Equal(due, await engines.DueAtAsync(webhook));
        Assert.Empty(engines.Sweeps.Logs.WithId(1604));
        Assert.Empty(engines.Delivers.Logs.WithId(1604));
    }

    [Fact]
    public async Task A_schedule_of_its_own_may_be_lengthened_by_the_whole_jitter_of_the_contract()
    {
        await using var engines = await TwoEngines.StartAsync(WebhookContract.StandardWebhooks);
        var due = engines.Clock.GetUtcNow() + (Week * (1 + WebhookContract.StandardWebhooks.Jitter));
        var webhook = await engines.FailOnceAsync();

        engines.Clock.Advance(TimeSpan.FromMinutes(1));
        await engines.Sweeps.Logs.WaitForAsync(line => line.EventId.Id == 1607);

        Assert.Equal(due, await engines.DueAtAsync(webhook));
        Assert.Empty(engines.Sweeps.Logs.WithId(1604));
        Assert.Empty(engines.Delivers.Logs.WithId(1604));
    }

    [Fact]
    public async Task While_the_webhooks_cannot_be_read_nothing_is_brought_forward_and_the_rest_of_the_turn_is_done_and_its_failure_told()
    {
        await using var engines = await TwoEngines.StartAsync();
        var due = engines.Clock.GetUtcNow() + Week;
        var webhook = await engines.FailOnceAsync();
        engines.Reads.Fails = true;

        engines.Clock.Advance(TimeSpan.FromMinutes(1));
        var failed = await engines.Sweeps.Logs.WaitForAsync(line => line.EventId.Id == 1606);

        Assert.IsType<TimeoutException>(failed.Exception);
        Assert.Equal(due, await engines.DueAtAsync(webhook));
        Assert.Empty(engines.Sweeps.Logs.WithId(1604));
        Assert.Single(engines.Sweeps.Logs.WithId(1607));
    }

    /// <summary>One that delivers and removes nothing, and one that neither claims nor publishes and was there before any webhook: of those it learns by its sweep alone.</summary>
    private sealed class TwoEngines : IAsyncDisposable
    {
        private readonly ScriptedReceiver _receiver;

        private TwoEngines(ScriptedReceiver receiver, FakeClock clock, UnreadableSubscriptions reads, TestEngine delivers, TestEngine sweeps) =>
            (_receiver, Clock, Reads, Delivers, Sweeps) = (receiver, clock, reads, delivers, sweeps);

        public FakeClock Clock { get; }

        /// <summary>The subscriptions as the one that sweeps reads them.</summary>
        public UnreadableSubscriptions Reads { get; }

        public TestEngine Delivers { get; }

        public TestEngine Sweeps { get; }

        public static async Task<TwoEngines> StartAsync(WebhookContract? contract = null)
        {
            var (clock, database) = (new FakeClock(), new InMemoryDatabase());
            var reads = new UnreadableSubscriptions(new InMemorySubscriptionStore(database));
            var sweeps = await TestEngine.StartAsync(options => options.Pump.Enabled = false, builder => builder.UseStores(_ => Stores(reads, database)), clock);
            await clock.WaitForTimersAsync(1);      // its first turn is over
            var delivers = await TestEngine.StartAsync(
                options => (options.Contract, options.Retention.Enabled) = (contract ?? WebhookContract.SmartWms, false),
                builder => builder.UseRetryScheduler<FullJitter>().UseStores(_ => Stores(new InMemorySubscriptionStore(database), database)),
                clock);
            return new TwoEngines(await ScriptedReceiver.StartAsync(), clock, reads, delivers, sweeps);
        }

        /// <summary>Fails once at two webhooks with a schedule of a week, and deletes the second: the sweep says that it has cancelled what that one was to get.</summary>
        public async Task<SubscriptionId> FailOnceAsync()
        {
            _receiver.Always("/hook", Answer.With(500));
            var kept = await Delivers.SubscribeAsync(_receiver.UrlOf("/hook"), form => form.Schedule = [Week]);
            var deleted = await Delivers.SubscribeAsync(_receiver.UrlOf("/hook"), form => form.Schedule = [Week]);
            await TwoNodes.PublishAsync(Delivers);
            await Delivers.WaitForAsync(page => page.Count == 2 && page.All(row => row is { State: DeliveryState.Pending, Attempts: 1 }));
            await Delivers.Webhooks.DeleteAsync(deleted);
            return kept;
        }

        public async Task<DateTimeOffset?> DueAtAsync(SubscriptionId webhook) =>
            Assert.Single(await Delivers.Deliveries.ListAsync(new DeliveryQuery { Subscription = webhook })).DueAt;

        public async ValueTask DisposeAsync()
        {
            await _receiver.DisposeAsync();
            await Delivers.DisposeAsync();
            await Sweeps.DisposeAsync();
        }

        private static WebhookStores Stores(ISubscriptionStore subscriptions, InMemoryDatabase database) =>
            new(subscriptions, new InMemoryDeliveryStore(database), new InMemoryDeliveryLog(database));
    }

    /// <summary>As late as the schedule with the contract's jitter ever is.</summary>
    private sealed class FullJitter : IRetryScheduler
    {
        public RetryDecision Decide(RetryContext context) => new() { Rule = "full jitter", RetryAt = context.Now + (context.Delays[0] * (1 + context.Contract.Jitter)) };
    }
}
