using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Saving;

/// <summary>R20 in transactions that the host begins and ends.</summary>
public abstract class HostTransactionSuite
{
    protected abstract ValueTask<IWmsDatabase> DatabaseAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_saved_arrives_when_the_host_commits(bool isAsync)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var wms = await Wms.StartAsync(await DatabaseAsync(), receiver);
        await using var context = wms.Context().With("SO-1");
        await using var transaction = await context.Database.BeginTransactionAsync();
        var first = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
        _ = isAsync ? await context.SaveChangesAsync() : context.SaveChanges();
        var second = context.PublishWebhook(WmsEvents.OrderUpdated, new { orderId = "SO-1" });
        _ = isAsync ? await context.SaveChangesAsync() : context.SaveChanges();
        Assert.Empty(await wms.EventsAsync());

        if (isAsync)
        {
            await transaction.CommitAsync();
        }
        else
        {
            transaction.Commit();
        }

        var texts = string.Concat((await receiver.WaitForAsync(2)).Select(request => request.Text));
        Assert.Contains(first, texts, StringComparison.Ordinal);
        Assert.Contains(second, texts, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rollback")]
    [InlineData("async rollback")]
    [InlineData("dispose")]
    public async Task What_was_saved_is_gone_when_the_host_does_not_commit_and_no_later_save_brings_it_back(string end)
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context().With("SO-1");
        context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });     // collected before it, saved in it
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1 too" });
            await context.SaveChangesAsync();
            context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1, never saved" });
            await EndAsync(transaction, end);
        }

        context.ChangeTracker.Clear();
        var later = context.With("SO-2").PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-2" });
        await context.SaveChangesAsync();

        Assert.Equal([later], await wms.EventsAsync());
        Assert.Equal(["SO-2"], await wms.OrdersAsync());
        Assert.Equal(AutoTransactionBehavior.WhenNeeded, context.Database.AutoTransactionBehavior);
    }

    [Fact]
    public async Task A_save_that_fails_leaves_neither_order_nor_event_in_a_transaction_that_goes_on()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using (var other = wms.Context().With("SO-1"))
        {
            await other.SaveChangesAsync();
        }

        await using var context = wms.Context();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var before = context.With("SO-2").PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-2" });
        await context.SaveChangesAsync();
        var failed = context.With("SO-1").PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        await transaction.CommitAsync();
        Assert.Equal([before], await wms.EventsAsync());

        context.Orders.Local.Single(order => order.Number == "SO-1").Number = "SO-3";
        await context.SaveChangesAsync();

        Assert.Equal([before, failed], await wms.EventsAsync());
        Assert.Equal(["SO-1", "SO-2", "SO-3"], (await wms.OrdersAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_taken_id_fails_the_save_alone_and_the_transaction_goes_on()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await wms.Engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "SO-0" }, new WebhookPublishOptions { EventId = "evt_taken" });
        await using var context = wms.Context();
        await using var transaction = await context.Database.BeginTransactionAsync();
        await context.With("SO-1").SaveChangesAsync();
        context.With("SO-2").PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-2" }, new WebhookPublishOptions { EventId = "evt_taken" });

        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        await transaction.CommitAsync();

        Assert.Equal(["SO-1"], await wms.OrdersAsync());
        Assert.Equal(["evt_taken"], await wms.EventsAsync());
    }

    [Fact]
    public async Task A_savepoint_of_the_host_takes_back_what_was_saved_after_it()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context().With("SO-1");
        await using var transaction = await context.Database.BeginTransactionAsync();
        var kept = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
        await context.SaveChangesAsync();
        await transaction.CreateSavepointAsync("before_2");
        context.With("SO-2").PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-2" });
        await context.SaveChangesAsync();

        await transaction.RollbackToSavepointAsync("before_2");
        await transaction.CommitAsync();
        await context.SaveChangesAsync();

        Assert.Equal([kept], await wms.EventsAsync());
        Assert.Equal(["SO-1"], await wms.OrdersAsync());
    }

    [Fact]
    public async Task What_a_save_did_not_accept_is_written_again_after_a_savepoint_took_it_back()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context().With("SO-1");
        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
        await using var transaction = await context.Database.BeginTransactionAsync();
        await transaction.CreateSavepointAsync("before");
        await context.SaveChangesAsync(acceptAllChangesOnSuccess: false);
        await transaction.RollbackToSavepointAsync("before");

        await context.SaveChangesAsync();
        await transaction.CommitAsync();

        Assert.Equal([id], await wms.EventsAsync());
        Assert.Equal(["SO-1"], await wms.OrdersAsync());
    }

    [Fact]
    public async Task Without_savepoints_it_works_as_well()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context().With("SO-1");
        context.Database.AutoSavepointsEnabled = false;
        await using var transaction = await context.Database.BeginTransactionAsync();
        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });

        await context.SaveChangesAsync();
        await transaction.CommitAsync();

        Assert.Equal([id], await wms.EventsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_save_of_only_events_is_part_of_the_hosts_transaction(bool commits)
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
        await context.SaveChangesAsync();
        Assert.Empty(await wms.EventsAsync());

        await EndAsync(transaction, commits ? "commit" : "rollback");
        await context.SaveChangesAsync();

        Assert.Equal(commits ? [id] : [], await wms.EventsAsync());
    }

    [Fact]
    public async Task What_was_collected_and_not_saved_before_the_commit_waits_for_the_next_save()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context();
        string id;
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            id = context.With("SO-1").PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
            await transaction.CommitAsync();
        }

        Assert.Empty(await wms.EventsAsync());
        await context.SaveChangesAsync();

        Assert.Equal([id], await wms.EventsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_contexts_share_a_transaction_and_whoever_commits_starts_the_delivery(bool firstSaves)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var wms = await Wms.StartAsync(await DatabaseAsync(), receiver);
        await using var first = wms.Context();
        await using var transaction = await first.Database.BeginTransactionAsync();
        var options = new DbContextOptionsBuilder<WmsContext>(wms.Options());
        wms.Database.Use(options, first.Database.GetDbConnection());
        await using var second = new WmsContext(options.Options);
        await second.Database.UseTransactionAsync(transaction.GetDbTransaction());
        if (firstSaves)
        {
            first.With("SO-1").PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
            await first.SaveChangesAsync();
        }

        second.With("SO-2").PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-2" });
        await second.SaveChangesAsync();

        await transaction.CommitAsync();

        Assert.Equal(firstSaves ? 2 : 1, (await receiver.WaitForAsync(firstSaves ? 2 : 1)).Count);
    }

    [Fact]
    public async Task A_transaction_that_is_committed_past_the_context_is_not_published_twice_nor_lost()
    {
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context().With("SO-1");
        await context.Database.OpenConnectionAsync();
        await using var transaction = await context.Database.GetDbConnection().BeginTransactionAsync();
        await context.Database.UseTransactionAsync(transaction);
        var first = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
        await context.SaveChangesAsync(acceptAllChangesOnSuccess: false);
        var second = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-2" });
        await transaction.CommitAsync();
        await context.Database.UseTransactionAsync(null);
        context.ChangeTracker.AcceptAllChanges();
        Assert.Equal([first], await wms.EventsAsync());

        await context.SaveChangesAsync();

        Assert.Equal([first, second], await wms.EventsAsync());
    }

    private static Task EndAsync(IDbContextTransaction transaction, string end)
    {
        switch (end)
        {
            case "commit":
                return transaction.CommitAsync();
            case "async rollback":
                return transaction.RollbackAsync();
            case "rollback":
                transaction.Rollback();
                break;
        }

        return Task.CompletedTask;
    }
}
