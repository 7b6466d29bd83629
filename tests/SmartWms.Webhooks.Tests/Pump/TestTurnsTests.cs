using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Pump;

public sealed class TestTurnsTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void A_webhook_has_one_test_at_a_time()
    {
        var turns = new TestTurns(_clock);
        using (turns.Take(new SubscriptionId(1)))
        {
            Assert.StartsWith("A test of whk_1 is under way", Refused(turns, 1), StringComparison.Ordinal);
            turns.Take(new SubscriptionId(2)).Dispose();
        }

        turns.Take(new SubscriptionId(1)).Dispose();
    }

    [Fact]
    public void A_node_has_eight_at_a_time()
    {
        var turns = new TestTurns(_clock);
        var taken = Enumerable.Range(1, TestTurns.MostAtOnce).Select(id => turns.Take(new SubscriptionId(id))).ToList();

        Assert.StartsWith("8 tests are under way", Refused(turns, 9), StringComparison.Ordinal);
        taken[3].Dispose();
        taken[3].Dispose();
        turns.Take(new SubscriptionId(9));
        Assert.StartsWith("8 tests are under way", Refused(turns, 10), StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_sends_sixty_in_a_row_and_then_one_a_second()
    {
        var turns = new TestTurns(_clock);
        for (var number = 1; number <= TestTurns.MostInARow; number++)
        {
            turns.Take(new SubscriptionId(number)).Dispose();
        }

        Assert.StartsWith("This node has sent 60 tests", Refused(turns, 1), StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromSeconds(1));
        turns.Take(new SubscriptionId(1)).Dispose();
        Refused(turns, 1);
    }

    [Fact]
    public async Task A_test_that_could_not_be_sent_gives_its_turn_back()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync();
        engine.Store.BeforeAdd = () => throw new TimeoutException("the store is away");
        await Assert.ThrowsAsync<TimeoutException>(() => engine.Deliveries.SendTestAsync(webhook));
        engine.Store.BeforeAdd = null;

        Assert.True((await engine.Deliveries.SendTestAsync(webhook)).Succeeded);
        await Assert.ThrowsAsync<WebhookInputException>(() => engine.Deliveries.SendTestAsync(webhook, "nobody.knows"));
        Assert.True((await engine.Deliveries.SendTestAsync(webhook)).Succeeded);
    }

    [Fact]
    public async Task Whoever_calls_in_a_loop_is_stopped_at_sixty()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync();
        var sent = 0;

        await Assert.ThrowsAsync<WebhookStateException>(async () =>
        {
            for (; sent < 100; sent++)
            {
                await engine.Deliveries.SendTestAsync(webhook);
            }
        });

        Assert.Equal((60, 60), (sent, engine.Receiver.Count));
    }

    private static string Refused(TestTurns turns, long webhook) => Assert.Throws<WebhookStateException>(() => turns.Take(new SubscriptionId(webhook))).Message;
}
