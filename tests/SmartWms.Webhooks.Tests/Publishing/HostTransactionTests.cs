using System.Transactions;
using Microsoft.Data.Sqlite;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Publishing;

/// <summary>R18 and R19: the dispatcher in a transaction of the host, and what it refuses.</summary>
public sealed class HostTransactionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string ConnectionString => $"Data Source={_folder["wms.db"]};Pooling=false";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_the_commit_and_a_word_the_event_arrives_long_before_the_next_poll()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var engine = await StartAsync(TimeSpan.FromSeconds(60));
        await engine.SubscribeAsync(receiver.UrlOf("/hook"));
        using var host = await OpenAsync();
        using var transaction = host.BeginTransaction();

        var published = await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" }, new WebhookPublishOptions { Transaction = transaction });
        Assert.Equal((1, false), (published.Deliveries, published.WasDuplicate));
        Assert.Empty(await engine.Deliveries.ListAsync(new DeliveryQuery()));
        transaction.Commit();
        engine.Dispatcher.NotifyCommitted();

        Assert.Contains(published.EventId, (await receiver.WaitForAsync(1))[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_word_the_next_poll_finds_it()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var engine = await StartAsync(TimeSpan.FromMilliseconds(100));
        await engine.SubscribeAsync(receiver.UrlOf("/hook"));
        using var host = await OpenAsync();
        using var transaction = host.BeginTransaction();

        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" }, new WebhookPublishOptions { Transaction = transaction });
        transaction.Commit();

        await receiver.WaitForAsync(1);
    }

    [Fact]
    public async Task A_webhook_that_another_connection_made_after_the_transaction_began_gets_the_event()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var engine = await StartAsync(TimeSpan.FromSeconds(60));
        await using var other = await StartAsync(TimeSpan.FromSeconds(60), delivers: false);
        using var host = await OpenAsync();
        using var transaction = host.BeginTransaction(deferred: true);
        await other.SubscribeAsync(receiver.UrlOf("/hook"));      // the engine was not told

        var published = await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" }, new WebhookPublishOptions { Transaction = transaction });

        Assert.Equal(1, published.Deliveries);
        transaction.Commit();
    }

    [Fact]
    public async Task Events_of_one_call_name_one_transaction_or_none()
    {
        await using var engine = await StartAsync(TimeSpan.FromSeconds(60));
        using var host = await OpenAsync();
        using var transaction = host.BeginTransaction();

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => engine.Dispatcher.PublishAsync(
        [
            NewWebhookEvent.Create(WmsEvents.OrderShipped, new { orderId = "ord_1" }, new WebhookPublishOptions { Transaction = transaction }),
            NewWebhookEvent.Create(WmsEvents.OrderShipped, new { orderId = "ord_2" }),
        ]));

        Assert.Contains("same Transaction", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conflict_writes_nothing_and_leaves_the_transaction_to_the_host()
    {
        await using var engine = await StartAsync(TimeSpan.FromSeconds(60));
        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" }, new WebhookPublishOptions { EventId = "evt_1" });
        using var host = await OpenAsync();
        using var transaction = host.BeginTransaction();

        await Assert.ThrowsAsync<WebhookEventConflictException>(() => engine.Dispatcher.PublishAsync(
        [
            NewWebhookEvent.Create(WmsEvents.OrderShipped, new { orderId = "ord_2" }, new WebhookPublishOptions { EventId = "evt_0", Transaction = transaction }),
            NewWebhookEvent.Create(WmsEvents.OrderShipped, new { orderId = "ord_2" }, new WebhookPublishOptions { EventId = "evt_1", Transaction = transaction }),
        ]));
        var again = await engine.Dispatcher.PublishAsync(
            WmsEvents.OrderShipped, new { orderId = "ord_1" }, new WebhookPublishOptions { EventId = "evt_1", Transaction = transaction });
        var other = await engine.Dispatcher.PublishAsync(
            WmsEvents.OrderShipped, new { orderId = "ord_2" }, new WebhookPublishOptions { EventId = "evt_0", Transaction = transaction });

        Assert.True(again.WasDuplicate);
        Assert.False(other.WasDuplicate);
        transaction.Commit();
    }

    [Fact]
    public async Task A_store_that_cannot_says_what_can()
    {
        await using var engine = await TestEngine.StartAsync();
        using var host = await OpenAsync();
        using var transaction = host.BeginTransaction();

        var refusal = await Assert.ThrowsAsync<WebhookTransactionException>(() => engine.Dispatcher.PublishAsync(
            WmsEvents.OrderShipped, new { orderId = "ord_1" }, new WebhookPublishOptions { Transaction = transaction }));

        Assert.Contains("UseSqlite(...)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(ITransactionalDeliveryStore), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publish_inside_a_TransactionScope_is_refused_and_suppressing_the_scope_helps()
    {
        await using var engine = await TestEngine.StartAsync();
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" }));

        Assert.Contains("WebhookPublishOptions.Transaction", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Suppress", refusal.Message, StringComparison.Ordinal);
        using var suppressed = new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" });
    }

    [Fact]
    public async Task A_publish_beside_the_hosts_long_transaction_ends_with_the_advice_to_pass_it()
    {
        await using var engine = await StartAsync(TimeSpan.FromSeconds(60), maxHostTransaction: TimeSpan.FromSeconds(1));
        using var host = await OpenAsync();
        using var transaction = host.BeginTransaction();

        var refusal = await Assert.ThrowsAsync<TimeoutException>(() => engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, new { orderId = "ord_1" }));

        Assert.Contains("WebhookPublishOptions.Transaction", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("was not stored", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prepared_event_keeps_id_time_and_data_whatever_becomes_of_the_object()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        await using var engine = await TestEngine.StartAsync();
        await engine.SubscribeAsync(receiver.UrlOf("/hook"), form => form.Contract = "wms");           // snake_case, beside the default's camelCase
        var order = new Order { OrderId = "before" };
        var options = new WebhookPublishOptions { TenantId = null };

        var prepared = engine.Dispatcher.Prepare(NewWebhookEvent.Create(WmsEvents.OrderShipped, order, options));
        (order.OrderId, options.Subject) = ("after", "SO-2");
        var first = await engine.Dispatcher.PublishAsync(prepared);
        var second = await engine.Dispatcher.PublishAsync(prepared);

        Assert.Equal(prepared.Options.EventId, first.EventId);
        Assert.Null(prepared.Options.Subject);
        Assert.NotNull(prepared.Options.OccurredAt);
        Assert.True(second.WasDuplicate);
        Assert.Contains("\"order_id\":\"before\"", (await receiver.WaitForAsync(1))[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_published_cannot_be_prepared()
    {
        await using var engine = await TestEngine.StartAsync(options => options.Publishing.MaxBodyBytes = 1024);

        Assert.Throws<WebhookInputException>(() => engine.Dispatcher.Prepare(NewWebhookEvent.Create("order.unheard_of", 1)));
        Assert.Throws<WebhookInputException>(() => engine.Dispatcher.Prepare(NewWebhookEvent.Create(WmsEvents.OrderShipped, new string('x', 2000))));
        Assert.Throws<WebhookInputException>(() => engine.Dispatcher.Prepare(NewWebhookEvent.FromJson(WmsEvents.OrderShipped, "{"u8.ToArray())));
        Assert.Throws<WebhookInputException>(() => engine.Dispatcher.Prepare(NewWebhookEvent.FromJson(WmsEvents.OrderShipped, new byte[2000].Select(_ => (byte)'1').ToArray())));
    }

    private Task<TestEngine> StartAsync(TimeSpan poll, bool delivers = true, TimeSpan? maxHostTransaction = null) => TestEngine.StartAsync(
        options => (options.Pump.PollInterval, options.Pump.Enabled) = (poll, delivers),
        builder => builder.UseSqlite(ConnectionString, sqlite => sqlite.MaxHostTransaction = maxHostTransaction ?? sqlite.MaxHostTransaction));

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private sealed class Order
    {
        public string OrderId { get; set; } = "";
    }
}
