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
        using (Take(turns, 1))
        {
            Assert.StartsWith("A test of whk_1 is under way", Refused(turns, 1), StringComparison.Ordinal);
            Take(turns, 2).Dispose();
        }

        Take(turns, 1).Dispose();
    }

    [Fact]
    public void A_node_has_eight_at_a_time()
    {
        var turns = new TestTurns(_clock);
        var taken = Enumerable.Range(1, TestTurns.MostAtOnce).Select(id => Take(turns, id, $"tenant {id}")).ToList();

        Assert.StartsWith("8 tests are under way", Refused(turns, 9, "another"), StringComparison.Ordinal);
        taken[3].Dispose();
        taken[3].Dispose();
        Take(turns, 9, "another");
        Assert.StartsWith("8 tests are under way", Refused(turns, 10, "another"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("north")]
    public void A_tenant_has_three_at_a_time_and_leaves_the_others_theirs(string? tenant)
    {
        var turns = new TestTurns(_clock);
        var taken = Enumerable.Range(1, TestTurns.MostAtOnceOfTenant).Select(id => Take(turns, id, tenant)).ToList();

        Assert.StartsWith("3 tests of this tenant's webhooks are under way", Refused(turns, 4, tenant), StringComparison.Ordinal);
        Take(turns, 5, "another");
        taken[0].Dispose();
        taken[0].Dispose();
        Take(turns, 4, tenant);
        Refused(turns, 6, tenant);
    }

    [Fact]
    public void A_tenant_sends_sixty_in_a_row_and_then_one_a_second_and_leaves_the_others_theirs()
    {
        var turns = new TestTurns(_clock);
        SendAll(turns, "north");

        Assert.StartsWith("This node has sent 60 tests of this tenant's webhooks", Refused(turns, 1, "north"), StringComparison.Ordinal);
        SendAll(turns, "south");
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        Refused(turns, 1, "north");
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Take(turns, 1, "north").Dispose();
        Refused(turns, 1, "north");
    }

    [Fact]
    public void A_node_sends_a_hundred_and_eighty_in_a_row_and_then_three_a_second()
    {
        var turns = new TestTurns(_clock);
        SendAll(turns, null);
        SendAll(turns, "north");
        SendAll(turns, "south");

        Assert.StartsWith("This node has sent 180 tests in", Refused(turns, 1, "east"), StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromSeconds(1));
        for (var number = 0; number < 3; number++)
        {
            Take(turns, 1, "east").Dispose();
        }

        Refused(turns, 1, "east");
    }

    [Fact]
    public void A_tenant_is_remembered_only_until_its_share_is_full_again()
    {
        var turns = new TestTurns(_clock);
        for (var number = 1; number <= 1_000; number++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Take(turns, number, $"tenant {number}").Dispose();
            Assert.True(turns.Tenants <= 4, $"{turns.Tenants} after {number}");
        }

        using var running = Take(turns, 1, "long");
        _clock.Advance(TimeSpan.FromMinutes(2));
        Take(turns, 2, "short").Dispose();
        Assert.Equal(2, turns.Tenants);
        Take(turns, 3, "long");
        Take(turns, 4, "long");
        Refused(turns, 5, "long");
    }

    [Fact]
    public void A_test_that_was_refused_is_not_counted()
    {
        var turns = new TestTurns(_clock);
        SendAll(turns, "north");
        SendAll(turns, "south");
        SendAll(turns, "east");
        for (var number = 0; number < 100; number++)
        {
            Refused(turns, 1, $"late {number}");
        }

        Assert.Equal(3, turns.Tenants);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Take(turns, 1, "late 1").Dispose();
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
    public async Task Whoever_calls_in_a_loop_is_stopped_at_sixty_and_another_tenant_is_not()
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
        Assert.True((await engine.Deliveries.SendTestAsync(await engine.SubscribeAsync(configure: form => form.TenantId = "north"))).Succeeded);
    }

    private static void SendAll(TestTurns turns, string? tenant)
    {
        for (var number = 1; number <= TestTurns.MostInARowOfTenant; number++)
        {
            Take(turns, number, tenant).Dispose();
        }
    }

    private static IDisposable Take(TestTurns turns, long webhook, string? tenant = null) => turns.Take(new SubscriptionId(webhook), tenant);

    private static string Refused(TestTurns turns, long webhook, string? tenant = null) => Assert.Throws<WebhookStateException>(() => Take(turns, webhook, tenant)).Message;
}
