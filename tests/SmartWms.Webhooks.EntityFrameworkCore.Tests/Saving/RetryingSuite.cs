using Microsoft.EntityFrameworkCore;
using SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;
using SmartWms.Webhooks.Protocol;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Saving;

/// <summary>R20 under an execution strategy that runs a save again after a transient failure.</summary>
public abstract class RetryingSuite
{
    protected abstract ValueTask<IWmsDatabase> DatabaseAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_failures_in_the_commands_and_in_the_commit_order_and_event_are_there_once(bool isAsync)
    {
        var faults = new Faults { Commands = 1, BeforeCommit = 2 };
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context(faults).With("SO-1");
        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });

        _ = isAsync ? await context.SaveChangesAsync() : context.SaveChanges();

        Assert.True(faults.Thrown >= 2);
        Assert.Equal(["SO-1"], await wms.OrdersAsync());
        Assert.Equal([id], await wms.EventsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_events_are_retried_too(bool isAsync)
    {
        var faults = new Faults { BeforeCommit = 2 };
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context(faults);
        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });

        _ = isAsync ? await context.SaveChangesAsync() : context.SaveChanges();

        Assert.Equal(2, faults.Thrown);
        Assert.Equal([id], await wms.EventsAsync());
    }

    [Fact]
    public async Task A_commit_that_happened_unseen_does_not_publish_twice()
    {
        var faults = new Faults { AfterCommit = 1 };
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context(faults);
        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });

        await context.SaveChangesAsync();

        Assert.Equal(1, faults.Thrown);
        Assert.Equal([id], await wms.EventsAsync());
    }

    [Fact]
    public async Task When_every_try_fails_nothing_is_there_and_a_later_save_publishes_the_same_id()
    {
        var faults = new Faults { BeforeCommit = 4 };
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context(faults).With("SO-1");
        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });
        await Assert.ThrowsAnyAsync<Exception>(() => context.SaveChangesAsync());
        Assert.Empty(await wms.EventsAsync());
        Assert.Empty(await wms.OrdersAsync());

        await context.SaveChangesAsync();

        Assert.Equal([id], await wms.EventsAsync());
        Assert.Equal(["SO-1"], await wms.OrdersAsync());
    }

    [Fact]
    public async Task A_transaction_of_the_host_that_is_run_again_writes_what_was_collected_before_it_under_the_same_id()
    {
        var faults = new Faults { BeforeCommit = 1 };
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context(faults).With("SO-1");
        var id = context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" });

        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            await context.SaveChangesAsync(acceptAllChangesOnSuccess: false);
            await transaction.CommitAsync();
        });
        context.ChangeTracker.AcceptAllChanges();
        await context.With("SO-2").SaveChangesAsync();

        Assert.Equal(1, faults.Thrown);
        Assert.Equal([id], await wms.EventsAsync());
        Assert.Equal(["SO-1", "SO-2"], await wms.OrdersAsync());
    }

    [Fact]
    public async Task A_transaction_of_the_host_that_is_run_again_forgets_what_was_collected_in_it()
    {
        var faults = new Faults { BeforeCommit = 1 };
        await using var wms = await Wms.StartAsync(await DatabaseAsync());
        await using var context = wms.Context(faults);
        var ids = new List<string>();

        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync();
            context.With("SO-1");
            ids.Add(context.PublishWebhook(WmsEvents.OrderShipped, new { orderId = "SO-1" }));
            await context.SaveChangesAsync();
            ids.Add(context.PublishWebhook(WmsEvents.OrderUpdated, new { orderId = "SO-1" }));
            await context.SaveChangesAsync();
            await transaction.CommitAsync();
        });

        Assert.Equal(4, ids.Count);
        Assert.Equal(ids[2..], await wms.EventsAsync());
        Assert.Equal(["SO-1"], await wms.OrdersAsync());
    }
}
