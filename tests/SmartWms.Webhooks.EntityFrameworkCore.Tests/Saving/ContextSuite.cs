using System.Text.Json.Serialization;
using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Saving;

/// <summary>R20: pooled contexts, several contexts, other interceptors, scopes, and the ways to hand an event over.</summary>
public abstract partial class ContextSuite
{
    protected abstract ValueTask<IWmsDatabase> DatabaseAsync();

    [Theory]
    [InlineData(AutoTransactionBehavior.WhenNeeded)]
    [InlineData(AutoTransactionBehavior.Never)]
    public async Task A_pooled_context_forgets_what_was_not_saved_and_works_for_the_next_user(AutoTransactionBehavior behavior)
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        var pool = new PooledDbContextFactory<WmsContext>(wms.Options(), poolSize: 1);
        WmsContext first;
        await using (first = await pool.CreateDbContextAsync())
        {
            first.Database.AutoTransactionBehavior = behavior;
            first.With("SO-1").PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
        }

        await using var second = await pool.CreateDbContextAsync();
        Assert.Same(first, second);
        Assert.Equal(AutoTransactionBehavior.WhenNeeded, second.Database.AutoTransactionBehavior);
        await second.With("SO-2").SaveChangesAsync();
        Assert.Empty(await wms.EventsAsync());
        await using var transaction = await second.Database.BeginTransactionAsync();
        var id = second.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-2" });
        await second.SaveChangesAsync();
        await transaction.CommitAsync();
        await second.SaveChangesAsync();

        Assert.Equal([id], await wms.EventsAsync());
    }

    [Fact]
    public async Task Each_context_publishes_what_it_collected_itself()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var first = wms.Context().With("SO-1");
        await using var second = wms.Context().With("SO-2");
        var ids = new[] { first.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" }), second.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-2" }) };

        await second.SaveChangesAsync();
        Assert.Equal([ids[1]], await wms.EventsAsync());
        await first.SaveChangesAsync();

        Assert.Equal([ids[1], ids[0]], await wms.EventsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Contexts_of_dependency_injection_are_wired_by_their_options(bool isPooled)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var database = await DatabaseAsync();
        await using var engine = await TestEngine.StartAsync(options => options.Pump.PollInterval = TimeSpan.FromSeconds(60), webhooks =>
        {
            void Wire(IServiceProvider services, DbContextOptionsBuilder options)
            {
                database.Use(options, strategy: null);
                options.UseWmsWebhooks(services).UseWmsWebhooks(services);
            }

            _ = isPooled ? webhooks.Services.AddDbContextPool<WmsContext>(Wire) : webhooks.Services.AddDbContext<WmsContext>(Wire);
            return database.Keep(webhooks);
        });
        await engine.SubscribeAsync(receiver.UrlOf("/hook"));
        for (var round = 1; round <= 3; round++)
        {
            await using var scope = engine.Services.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<WmsContext>();
            var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
            await context.SaveChangesAsync();
            Assert.Contains(id, (await receiver.WaitForAsync(round))[round - 1].Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_save_inside_a_TransactionScope_is_refused_and_the_event_stays_collected()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context().With("SO-1");
        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => context.SaveChangesAsync());
            Assert.Contains("BeginTransactionAsync()", refusal.Message, StringComparison.Ordinal);
        }

        await context.SaveChangesAsync();

        Assert.Equal([id], await wms.EventsAsync());
        Assert.Equal(["SO-1"], await wms.OrdersAsync());
    }

    [Fact]
    public async Task What_another_interceptor_collects_when_the_save_begins_is_part_of_it()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context(faults: null, new CollectsWhileSaving()).With("SO-1");

        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        Assert.Equal(["evt_saving"], await wms.EventsAsync());
        await context.SaveChangesAsync();       // what was collected after the commands
        Assert.Equal(["evt_saved", "evt_saving"], (await wms.EventsAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_validation_that_stops_a_save_leaves_its_events_out_of_transactions_that_save_nothing()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context(faults: null, new StopsSaves()).With("SO-1");
        context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
        await Assert.ThrowsAsync<InvalidOperationException>(() => context.SaveChangesAsync());

        await using var transaction = await context.Database.BeginTransactionAsync();
        await transaction.CreateSavepointAsync("here");
        _ = await context.Orders.ToListAsync();
        await transaction.CommitAsync();

        Assert.Empty(await wms.EventsAsync());
    }

    [Fact]
    public async Task Json_and_source_generated_data_go_out_as_given()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var wms = await Wms.StartAsync(await DatabaseAsync(), receiver);
        await using var context = wms.Context();

        context.PublishWebhookJson(WmsEvents.OrderShipped, """{"Order_Id":"SO-1"}"""u8.ToArray());
        context.PublishWebhook(WmsEvents.OrderShipped, new Parcel("TH-1"), ParcelJson.Default.Parcel);
        context.PublishWebhook(NewWebhookEvent.Create(WmsEvents.OrderShipped, new { orderId = "SO-2" }));
        await context.SaveChangesAsync();

        var texts = string.Concat((await receiver.WaitForAsync(3)).Select(request => request.Text));
        Assert.Contains("""{"Order_Id":"SO-1"}""", texts, StringComparison.Ordinal);
        Assert.Contains("""{"TrackingNumber":"TH-1"}""", texts, StringComparison.Ordinal);
        Assert.Contains("""{"orderId":"SO-2"}""", texts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_published_is_refused_where_it_is_collected()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context();
        await using var transaction = await context.Database.BeginTransactionAsync();

        Assert.Throws<WebhookInputException>(() => context.PublishWebhook("order.unheard_of", 1));
        Assert.Throws<ArgumentException>(() => context.PublishWebhook(
            WmsEvents.OrderShipped, 1, new WebhookPublishOptions { Transaction = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(transaction) }));
        await context.SaveChangesAsync();
        await transaction.CommitAsync();

        Assert.Empty(await wms.EventsAsync());
    }

    [Fact]
    public async Task A_context_that_is_not_wired_and_services_without_an_engine_say_what_to_add()
    {
        await using var database = await DatabaseAsync();
        var options = new DbContextOptionsBuilder<WmsContext>();
        database.Use(options, strategy: null);
        await using var context = new WmsContext(options.Options);

        var notWired = Assert.Throws<InvalidOperationException>(() => context.PublishWebhook(WmsEvents.OrderShipped, 1));
        var noEngine = Assert.Throws<InvalidOperationException>(() => options.UseWmsWebhooks(new ServiceCollection().BuildServiceProvider()));

        Assert.Contains("UseWmsWebhooks(services)", notWired.Message, StringComparison.Ordinal);
        Assert.Contains("AddWmsWebhooks()", noEngine.Message, StringComparison.Ordinal);
    }

    private sealed class CollectsWhileSaving : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Collect(eventData, "evt_saving");
            return base.SavingChangesAsync(eventData, result, cancellationToken);
        }

        public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            Collect(eventData, "evt_saved");
            return base.SavedChangesAsync(eventData, result, cancellationToken);
        }

        private static void Collect(DbContextEventData eventData, string id)
        {
            if (eventData.Context!.ChangeTracker.HasChanges() || id == "evt_saved" && eventData.Context.ChangeTracker.Entries().Any())
            {
                eventData.Context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" }, new WebhookPublishOptions { EventId = id });
            }
        }
    }

    private sealed class StopsSaves : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("Not valid.");
    }

    internal sealed record Parcel(string TrackingNumber);

    [JsonSerializable(typeof(Parcel))]
    internal sealed partial class ParcelJson : JsonSerializerContext;
}
