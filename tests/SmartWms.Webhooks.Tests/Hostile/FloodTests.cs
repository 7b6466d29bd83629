using Microsoft.Data.Sqlite;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Hostile;

/// <summary>More than can be done at once: publishers are held back or refused, never forgotten, and a limit holds under any pressure.</summary>
public sealed class FloodTests
{
    private int _stored;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // R21
    [Fact]
    public async Task Of_12_000_publishers_before_a_locked_file_10_000_wait_the_others_are_told_and_each_event_is_stored_exactly_if_its_publisher_was_told_so()
    {
        const int Publishers = 12_000;
        using var folder = new TempFolder();
        var file = $"Data Source={folder["wms.db"]};Pooling=false";
        await using var engine = await TestEngine.StartAsync(build: builder => builder.UseSqlite(file, sqlite => sqlite.MaxHostTransaction = TimeSpan.FromMinutes(2)));
        await using var host = new SqliteConnection(file);
        await host.OpenAsync(Cancellation);
        var order = await host.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, Cancellation);

        var publishing = Enumerable.Range(0, Publishers).Select(i => PublishAsync(engine, i)).ToArray();
        await Task.WhenAny(publishing.Skip(10_000));
        Assert.Equal(0, _stored);
        await order.RollbackAsync(Cancellation);
        var stored = await Task.WhenAll(publishing);

        Assert.InRange(stored.Count(told => !told), 1, 2_000);
        for (var first = 0; first < Publishers; first += 1000)
        {
            var again = await engine.Dispatcher.PublishAsync([.. Enumerable.Range(first, 1000).Select(Event)], Cancellation);
            Assert.Equal(stored[first..(first + 1000)], again.Select(published => published.WasDuplicate));
        }
    }

    [Fact]
    public async Task A_flood_reaches_a_limited_webhook_at_its_rate_and_its_neighbour_at_once()
    {
        const int Events = 300;
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync("/limited", form => form.Rate = new RateLimit(5, TimeSpan.FromSeconds(1)));
        await engine.SubscribeAsync("/free");
        for (var i = 0; i < Events; i++)
        {
            await engine.PublishAsync();
        }

        await engine.Receiver.WaitForAsync(request => request.Path == "/free", Events);
        for (var second = 1; second <= 10; second++)
        {
            await engine.IdleAsync();
            Assert.InRange(engine.Receiver.Requests.Count(request => request.Path == "/limited"), 5 * (second - 1), 5 * second);
            engine.Advance(TimeSpan.FromSeconds(1));
        }

        await engine.IdleAsync();
        Assert.InRange(engine.Receiver.Requests.Count(request => request.Path == "/limited"), 50, 55);
    }

    // R1 is held by SetAsideTests and LeaseTests; here the poison is many.
    [Fact]
    public async Task Many_webhooks_that_fail_at_once_open_their_circuits_and_hold_up_no_thread()
    {
        const int Dead = 60;
        await using var engine = await TestEngine.StartAsync(options => options.Contract = WebhookContract.Wms);
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always("/dead", Answer.With(500));
        for (var i = 0; i < Dead; i++)
        {
            await engine.SubscribeAsync(receiver.UrlOf("/dead"), form => form.EventTypes = ["order.cancelled"]);
        }

        await engine.SubscribeAsync(receiver.UrlOf("/alive"), form => form.EventTypes = ["order.shipped"]);
        for (var i = 0; i < 6; i++)
        {
            await engine.Dispatcher.PublishAsync(WmsEvents.OrderCancelled, i, cancellationToken: Cancellation);
        }

        await Patience.UntilAsync(() => Task.FromResult(engine.Logs.WithId(1805).Count == Dead), () => $"{engine.Logs.WithId(1805).Count} circuits opened", TimeSpan.FromSeconds(5));
        await engine.Dispatcher.PublishAsync(WmsEvents.OrderShipped, 1, cancellationToken: Cancellation);
        await receiver.WaitForAsync(request => request.Path == "/alive", 1);
    }

    private async Task<bool> PublishAsync(TestEngine engine, int number)
    {
        try
        {
            await engine.Dispatcher.PublishAsync(Event(number), Cancellation);
            Interlocked.Increment(ref _stored);
            return true;
        }
        catch (StoreBusyException)
        {
            return false;
        }
    }

    private static NewWebhookEvent Event(int number) => NewWebhookEvent.FromJson(WmsEvents.OrderShipped, "{}"u8.ToArray(), new WebhookPublishOptions { EventId = $"evt_{number}" });
}
