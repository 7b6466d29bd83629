using System.Globalization;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Lanes;

public sealed class LaneFlowTests
{
    // R12
    [Fact]
    public async Task Never_more_requests_are_in_flight_than_the_webhooks_cap()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync(configure: form => form.MaxInFlight = 3);
        for (var number = 0; number < 30; number++)
        {
            await engine.PublishAsync();            // answered: the lane opens up from one in flight to its cap
        }

        await engine.IdleAsync();
        engine.Receiver.Always("/hook", Answer.Hanging);
        for (var number = 0; number < 10; number++)
        {
            await engine.PublishAsync();
        }

        await engine.Receiver.WaitForAsync(33);
        var seen = engine.Store.EmptyLooks.Count;
        engine.Advance(TimeSpan.Zero);
        await engine.Store.EmptyLooks.WaitForAsync(seen + 1);
        Assert.Equal((33, 3), (engine.Receiver.Count, engine.Receiver.InFlight));
        engine.Receiver.Always("/hook", Answer.Ok);
        engine.Receiver.Release();
        await engine.Receiver.WaitForAsync(40);
    }

    // R9: a lane without a measured answer starts with one.
    [Fact]
    public async Task A_receiver_that_has_not_answered_yet_gets_one_request_at_a_time()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", Answer.Hanging);
        for (var number = 0; number < 5; number++)
        {
            await engine.PublishAsync();
        }

        await engine.Receiver.WaitForAsync(1);
        var seen = engine.Store.EmptyLooks.Count;
        engine.Advance(TimeSpan.Zero);
        await engine.Store.EmptyLooks.WaitForAsync(seen + 1);
        Assert.Equal(1, engine.Receiver.Count);
        engine.Receiver.Always("/hook", Answer.Ok);
        engine.Receiver.Release();
        await engine.Receiver.WaitForAsync(5);
    }

    // R12
    [Fact]
    public async Task No_more_requests_start_in_a_period_than_the_rate_allows()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync(configure: form => form.Rate = new RateLimit(4, TimeSpan.FromSeconds(60)));
        for (var number = 0; number < 10; number++)
        {
            await engine.PublishAsync();
        }

        await engine.IdleAsync();
        Assert.Equal(4, engine.Receiver.Count);
        for (var period = 1; period <= 6; period++)
        {
            engine.Advance(TimeSpan.FromSeconds(15));
            await engine.Receiver.WaitForAsync(4 + period);
            await engine.IdleAsync();
            Assert.Equal(4 + period, engine.Receiver.Count);
        }
    }

    // R11
    [Theory]
    [InlineData(429, "200", 200)]
    [InlineData(503, "200", 200)]
    [InlineData(429, "5", 60)]                          // sooner than the schedule: never
    [InlineData(429, "864000", 86400)]                  // ten days: 24 hours at most
    [InlineData(429, "soon", 60)]
    [InlineData(503, "-5", 60)]
    [InlineData(500, "200", 60)]                        // honoured for 429 and 503 only
    public async Task The_next_attempt_is_at_the_later_of_schedule_and_Retry_After(int status, string retryAfter, int seconds)
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", Answer.With(status, "", ("Retry-After", retryAfter)));

        await engine.PublishAsync();
        var details = await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);

        Assert.Equal(engine.Now + TimeSpan.FromSeconds(seconds), details.Delivery.DueAt);
    }

    // R11
    [Fact]
    public async Task A_Retry_After_date_is_read_too()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        engine.Receiver.Always("/hook", _ => Answer.With(429, "", ("Retry-After", (engine.Now + TimeSpan.FromMinutes(7)).ToString("r", CultureInfo.InvariantCulture))));

        await engine.PublishAsync();

        Assert.Equal(engine.Now + TimeSpan.FromMinutes(7), (await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1)).Delivery.DueAt);
    }

    // R11
    [Fact]
    public async Task The_whole_webhook_waits_and_other_deliveries_spend_no_attempt()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync(configure: form => form.MaxInFlight = 1);
        engine.Receiver.Next("/hook", Answer.With(429, "", ("Retry-After", "200")));
        for (var number = 0; number < 4; number++)
        {
            await engine.PublishAsync();
        }

        await engine.IdleAsync();
        Assert.Equal(engine.Now + TimeSpan.FromSeconds(200), (await engine.WebhookAsync(webhook)).WaitUntil);
        engine.Advance(TimeSpan.FromSeconds(199));
        await engine.IdleAsync();
        Assert.Equal(1, engine.Receiver.Count);

        engine.Advance(TimeSpan.FromSeconds(1));
        await engine.ReceivedAsync(5);
        await engine.IdleAsync();
        Assert.Equal([2, 1, 1, 1], (await engine.Deliveries.ListAsync(new DeliveryQuery())).OrderBy(row => row.Id).Select(row => row.Attempts));
    }

    // R11
    [Fact]
    public async Task The_webhook_waits_from_the_answer_on_and_not_only_when_the_result_is_stored()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync(configure: form => form.MaxInFlight = 1);
        var (asked, stored) = (new TaskCompletionSource(), new TaskCompletionSource());
        engine.Store.BeforeRecord = () =>
        {
            asked.TrySetResult();
            return stored.Task;
        };
        engine.Receiver.Next("/hook", Answer.With(429, "", ("Retry-After", "200")));
        await engine.PublishAsync();
        await engine.PublishAsync();
        await asked.Task;

        var seen = engine.Store.EmptyLooks.Count;
        engine.Advance(TimeSpan.FromSeconds(1));
        await engine.Store.EmptyLooks.WaitForAsync(seen + 1);
        stored.SetResult();
        await engine.IdleAsync();

        Assert.Equal(1, engine.Receiver.Count);
    }

    // R11: "R11's wait stands above this; Resend, Resume and Enable lift it."
    [Fact]
    public async Task Resuming_lifts_a_Retry_After_wait()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync(configure: form => form.MaxInFlight = 1);
        engine.Receiver.Next("/hook", Answer.With(429, "", ("Retry-After", "80000")));
        await engine.PublishAsync();
        await engine.PublishAsync();
        await engine.IdleAsync();
        Assert.Equal(1, engine.Receiver.Count);

        await engine.Webhooks.PauseAsync(webhook);
        await engine.Webhooks.ResumeAsync(webhook);

        await engine.Receiver.WaitForAsync(2);
        Assert.Null((await engine.WebhookAsync(webhook)).WaitUntil);
    }

    // R5
    [Fact]
    public async Task A_publish_to_an_idle_lane_is_handed_to_the_pump_without_a_claim()
    {
        await using var engine = await TimedEngine.StartAsync();
        await engine.SubscribeAsync();
        await engine.IdleAsync();
        var claims = engine.Store.Claims;

        await engine.PublishAsync();
        await engine.IdleAsync();

        Assert.Equal((1, claims), (engine.Receiver.Count, engine.Store.Claims));
    }

    // R5: with an older row due, an open circuit, a wait or no rate left, the row is only stored.
    [Fact]
    public async Task A_publish_does_not_overtake_what_is_due_already()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync(configure: form => form.MaxInFlight = 1);
        engine.Receiver.Next("/hook", Answer.Hanging);
        for (var number = 0; number < 6; number++)
        {
            await engine.PublishAsync($"evt_{number}");
        }

        await engine.Receiver.WaitForAsync(1);
        engine.Receiver.Release();
        await engine.Receiver.WaitForAsync(6);

        Assert.Equal(Enumerable.Range(0, 6).Select(number => $"evt_{number}"), engine.Receiver.Requests.Select(request => request.Header("webhook-id")));
        Assert.Equal(0, (await engine.WebhookAsync(webhook)).FailedInARow);
    }

    // R5: only a delivering node hands over.
    [Fact]
    public async Task A_node_that_does_not_deliver_only_stores()
    {
        await using var engine = await TimedEngine.StartAsync(configure: options => options.Pump.Enabled = false);
        await engine.SubscribeAsync();

        var published = await engine.PublishAsync();

        Assert.Equal(1, published.Deliveries);
        Assert.Equal((DeliveryState.Pending, engine.Now), ((await engine.OnlyAsync()).State, (await engine.OnlyAsync()).DueAt));
        Assert.Equal(0, engine.Receiver.Count);
    }
}
