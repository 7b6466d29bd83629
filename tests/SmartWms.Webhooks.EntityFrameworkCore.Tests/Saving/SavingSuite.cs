using Microsoft.EntityFrameworkCore;
using SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Saving;

/// <summary>R20: what a save without a transaction of the host does with the events that were collected.</summary>
public abstract class SavingSuite
{
    protected abstract ValueTask<IWmsDatabase> DatabaseAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_saved_event_arrives_at_once(bool isAsync)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var wms = await Wms.StartAsync(await DatabaseAsync(), receiver);
        await using var context = wms.Context().With("SO-1");

        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
        var saved = isAsync ? await context.SaveChangesAsync() : context.SaveChanges();

        Assert.Equal(1, saved);
        Assert.Contains(id, (await receiver.WaitForAsync(1))[0].Text, StringComparison.Ordinal);
        Assert.Equal(["SO-1"], await wms.OrdersAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_save_that_holds_only_events_publishes_them_at_once(bool isAsync)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var wms = await Wms.StartAsync(await DatabaseAsync(), receiver);
        await using var context = wms.Context();

        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
        var saved = isAsync ? await context.SaveChangesAsync() : context.SaveChanges();

        Assert.Equal(0, saved);
        Assert.Contains(id, (await receiver.WaitForAsync(1))[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_published_before_the_save_and_nothing_twice_by_the_next()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context().With("SO-1");
        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
        Assert.Empty(await wms.EventsAsync());

        await context.SaveChangesAsync();
        await context.With("SO-2").SaveChangesAsync();
        await context.SaveChangesAsync();

        Assert.Equal([id], await wms.EventsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_save_that_fails_publishes_nothing_and_the_next_one_publishes_the_same_id(bool isAsync)
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using (var other = wms.Context().With("SO-1"))
        {
            await other.SaveChangesAsync();
        }

        await using var context = wms.Context().With("SO-0").With("SO-1");
        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
        await Assert.ThrowsAsync<DbUpdateException>(() => isAsync ? context.SaveChangesAsync() : Task.Run(() => context.SaveChanges()));
        Assert.Empty(await wms.EventsAsync());

        context.Orders.Local.Single(order => order.Number == "SO-1").Number = "SO-2";
        await context.SaveChangesAsync();

        Assert.Equal([id], await wms.EventsAsync());
        Assert.Equal(3, (await wms.OrdersAsync()).Count);
    }

    [Fact]
    public async Task SaveChanges_that_accepts_nothing_publishes_once_however_often_it_runs()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context().With("SO-1");
        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });

        await context.SaveChangesAsync(acceptAllChangesOnSuccess: false);
        context.ChangeTracker.AcceptAllChanges();
        await context.SaveChangesAsync();

        Assert.Equal([id], await wms.EventsAsync());
    }

    [Fact]
    public async Task The_data_is_what_it_was_when_it_was_collected()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var wms = await Wms.StartAsync(await DatabaseAsync(), receiver);
        await using var context = wms.Context();
        var order = new Order { Number = "before" };
        context.PublishWebhook(WmsEvents.OrderShipped, order);

        order.Number = "after";
        await context.SaveChangesAsync();

        Assert.Contains("\"number\":\"before\"", (await receiver.WaitForAsync(1))[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_id_fails_the_save_with_its_entities_until_the_event_is_discarded()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await wms.Engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "SO-0" }, new WebhookPublishOptions { EventId = "evt_taken" });
        await using var context = wms.Context().With("SO-1");
        context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" }, new WebhookPublishOptions { EventId = "evt_taken" });

        var failure = await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        Assert.IsType<WebhookEventConflictException>(failure.InnerException);
        Assert.Empty(await wms.OrdersAsync());

        context.DiscardWebhooks();
        await context.SaveChangesAsync();
        Assert.Equal(["SO-1"], await wms.OrdersAsync());
        Assert.Equal(["evt_taken"], await wms.EventsAsync());
    }

    [Fact]
    public async Task A_taken_id_fails_a_save_of_only_events_in_the_same_way()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await wms.Engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "SO-0" }, new WebhookPublishOptions { EventId = "evt_taken" });
        await using var context = wms.Context();
        context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" }, new WebhookPublishOptions { EventId = "evt_taken" });

        var failure = await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());

        Assert.IsType<WebhookEventConflictException>(failure.InnerException);
        Assert.Null(context.Database.CurrentTransaction);
    }

    [Fact]
    public async Task The_same_id_collected_twice_is_one_event()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context();
        for (var round = 0; round < 2; round++)
        {
            context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" }, new WebhookPublishOptions { EventId = "evt_1" });
        }

        await context.SaveChangesAsync();

        Assert.Equal(["evt_1"], await wms.EventsAsync());
    }

    [Fact]
    public async Task More_events_than_a_batch_takes_are_saved_in_several()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync(), configure: options => options.Publishing.MaxBatch = 2);
        await using var context = wms.Context().With("SO-1");
        var ids = Enumerable.Range(0, 5).Select(number => context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = number })).ToList();

        await context.SaveChangesAsync();

        Assert.Equal(ids.Order(StringComparer.Ordinal), (await wms.EventsAsync()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(AutoTransactionBehavior.WhenNeeded)]
    [InlineData(AutoTransactionBehavior.Never)]
    public async Task A_transaction_is_always_used_while_something_is_collected_and_only_then(AutoTransactionBehavior behavior)
    {
        var faults = new Faults { BeforeCommit = 1 };
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context(faults).With("SO-1");
        context.Database.AutoTransactionBehavior = behavior;
        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });

        await context.SaveChangesAsync();

        Assert.Equal(1, faults.Thrown);         // there was a commit to break
        Assert.Equal(behavior, context.Database.AutoTransactionBehavior);
        Assert.Equal([id], await wms.EventsAsync());
        Assert.Equal(["SO-1"], await wms.OrdersAsync());
    }
}
