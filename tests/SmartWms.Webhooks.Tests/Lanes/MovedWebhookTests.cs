using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Lanes;

/// <summary>A webhook whose URL changes has another receiver: what the old one asked for, or failed at, is forgotten.</summary>
public sealed class MovedWebhookTests
{
    [Fact] // R11
    public async Task A_day_that_the_old_receiver_asked_for_does_not_keep_deliveries_from_the_new_one()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync("/old");
        engine.Receiver.Next("/old", Answer.With(429, "", ("Retry-After", "86400")));
        await engine.PublishAsync();
        await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);
        Assert.NotNull((await engine.WebhookAsync(webhook)).WaitUntil);

        await MoveAsync(engine, webhook, "/new");
        await engine.PublishAsync();

        Assert.Equal("/new", (await engine.Receiver.WaitForAsync(2))[1].Path);
        Assert.Null((await engine.WebhookAsync(webhook)).WaitUntil);
    }

    [Fact] // R10
    public async Task The_circuit_that_the_old_receiver_opened_is_closed_for_the_new_one()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync("/old");
        engine.Receiver.Always("/old", Answer.With(500));
        for (var number = 0; number < 6; number++)
        {
            await engine.PublishAsync();
        }

        await engine.IdleAsync();
        Assert.True(engine.Lanes.IsOpen(webhook));
        var old = engine.Receiver.Count;

        await MoveAsync(engine, webhook, "/new");
        await engine.PublishAsync();

        Assert.Equal("/new", (await engine.Receiver.WaitForAsync(old + 1))[^1].Path);
    }

    [Fact] // R10
    public async Task Requests_to_the_old_receiver_that_fail_after_the_move_open_no_circuit_for_the_new_one()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync("/old");
        for (var number = 1; number <= 4; number++)
        {
            await engine.PublishAsync();
            await engine.Receiver.WaitForAsync(number);
            await engine.IdleAsync();
        }

        engine.Receiver.Always("/old", Answer.With(500) with { HangsUntilReleased = true });
        for (var number = 0; number < 8; number++)
        {
            await engine.PublishAsync();
        }

        await engine.Receiver.WaitForAsync(12);
        await MoveAsync(engine, webhook, "/new");
        var seen = engine.Store.EmptyLooks.Count;
        engine.Advance(TimeSpan.FromSeconds(1));
        await engine.Store.EmptyLooks.WaitForAsync(seen + 1);
        engine.Receiver.Release();
        await engine.IdleAsync();

        Assert.False(engine.Lanes.IsOpen(webhook));
    }

    [Fact]
    public async Task Failures_are_counted_anew_and_a_new_name_alone_forgets_nothing()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync("/old");
        engine.Receiver.Always("/old", Answer.With(500));
        await engine.PublishAsync();
        await engine.AttemptedAsync((await engine.OnlyAsync()).Id, 1);

        await UpdateAsync(engine, webhook, new WebhookSubscriptionUpdate { Name = "ERP 2", Url = engine.Receiver.UrlOf("/old") });
        Assert.NotNull((await engine.WebhookAsync(webhook)).FirstFailureAt);
        await MoveAsync(engine, webhook, "/new");

        Assert.Null((await engine.WebhookAsync(webhook)).FirstFailureAt);
    }

    [Fact] // R14
    public async Task The_410_that_the_old_receiver_gives_to_a_request_under_way_does_not_disable_the_moved_webhook()
    {
        await using var engine = await TimedEngine.StartAsync(WebhookContract.StandardWebhooks);
        var webhook = await engine.SubscribeAsync("/old");
        engine.Receiver.Next("/old", Answer.With(410) with { HangsUntilReleased = true });
        await engine.PublishAsync();
        await engine.Receiver.WaitForAsync(1);

        await MoveAsync(engine, webhook, "/new");
        engine.Receiver.Release();
        await engine.IdleAsync();

        Assert.Equal(SubscriptionState.Active, (await engine.WebhookAsync(webhook)).State);
    }

    [Fact] // R11
    public async Task The_Retry_After_that_the_old_receiver_gives_to_a_request_under_way_holds_nothing_back()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync("/old");
        engine.Receiver.Next("/old", Answer.With(429, "", ("Retry-After", "86400")) with { HangsUntilReleased = true });
        await engine.PublishAsync();
        await engine.Receiver.WaitForAsync(1);

        await MoveAsync(engine, webhook, "/new");
        engine.Receiver.Release();
        await engine.IdleAsync();

        Assert.Null((await engine.WebhookAsync(webhook)).WaitUntil);
        await engine.PublishAsync();
        Assert.Equal("/new", (await engine.Receiver.WaitForAsync(2))[1].Path);
    }

    [Fact] // R11, R15
    public async Task It_holds_nothing_back_when_the_webhook_was_moved_on_another_node_and_this_one_has_not_looked_since()
    {
        await using var engine = await TimedEngine.StartAsync();
        await using var other = await TestEngine.StartAsync(options => options.Pump.Enabled = false, builder => builder.UseStores(_ => engine.Store.Stores), engine.Clock);
        var webhook = await engine.SubscribeAsync("/old");
        engine.Receiver.Next("/old", Answer.With(429, "", ("Retry-After", "86400")) with { HangsUntilReleased = true });
        await engine.PublishAsync();
        await engine.Receiver.WaitForAsync(1);

        await other.Webhooks.UpdateAsync(webhook, new WebhookSubscriptionUpdate { Url = engine.Receiver.UrlOf("/new") }, (await engine.WebhookAsync(webhook)).Version);
        engine.Receiver.Release();
        await engine.IdleAsync();

        Assert.Null((await engine.WebhookAsync(webhook)).WaitUntil);
    }

    private static Task MoveAsync(TimedEngine engine, SubscriptionId webhook, string path) =>
        UpdateAsync(engine, webhook, new WebhookSubscriptionUpdate { Url = engine.Receiver.UrlOf(path) });

    private static async Task UpdateAsync(TimedEngine engine, SubscriptionId webhook, WebhookSubscriptionUpdate update) =>
        await engine.Webhooks.UpdateAsync(webhook, update, (await engine.WebhookAsync(webhook)).Version);
}
