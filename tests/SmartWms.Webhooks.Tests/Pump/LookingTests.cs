using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Pump;

/// <summary>How often the pump looks which lanes have work, on a store where a look takes long.</summary>
public sealed class LookingTests
{
    private const int Backlog = 60;

    [Fact]
    public async Task A_lane_that_is_known_to_have_more_is_claimed_from_without_another_look()
    {
        await using var engine = await TimedEngine.StartAsync();
        var webhook = await engine.SubscribeAsync(configure: form => form.MaxInFlight = 3);
        await HoldAsync(engine, webhook, Backlog);
        engine.Store.BeforeFind = () => engine.Clock.Advance(TimeSpan.FromMilliseconds(20));
        var (finds, claims) = (engine.Store.Finds, engine.Store.Claims);

        await engine.Webhooks.ResumeAsync(webhook);
        await engine.Receiver.WaitForAsync(Backlog);
        await engine.IdleAsync();

        (finds, claims) = (engine.Store.Finds - finds, engine.Store.Claims - claims);
        Assert.True(claims >= Backlog / 3 && finds < claims / 2, $"{finds} looks, {claims} claims");
    }

    [Fact]
    public async Task Others_are_found_after_four_times_as_long_as_a_look_takes()
    {
        await using var engine = await TimedEngine.StartAsync();
        var (deep, other) = (await engine.SubscribeAsync("/deep", form => form.MaxInFlight = 1), await engine.SubscribeAsync("/other"));
        await engine.Webhooks.PauseAsync(other);
        await HoldAsync(engine, deep, 3);
        engine.Receiver.Always("/deep", _ => Answer.Hanging);
        engine.Store.BeforeFind = () => engine.Clock.Advance(TimeSpan.FromMilliseconds(20));
        await engine.Webhooks.ResumeAsync(deep);
        await engine.Receiver.WaitForAsync(1);
        await engine.Webhooks.ResumeAsync(other);

        engine.Advance(TimeSpan.FromMilliseconds(80));

        await engine.Receiver.WaitForAsync(2);
    }

    [Fact]
    public async Task A_lane_that_has_more_and_is_asked_to_wait_delays_no_look_for_others()
    {
        await using var engine = await TimedEngine.StartAsync();
        var (deep, other) = (await engine.SubscribeAsync("/deep", form => form.MaxInFlight = 1), await engine.SubscribeAsync("/other"));
        await engine.Webhooks.PauseAsync(other);
        await HoldAsync(engine, deep, 3);
        engine.Receiver.Always("/deep", _ => Answer.With(429, "", ("Retry-After", "3600")));
        engine.Store.BeforeFind = () => engine.Clock.Advance(TimeSpan.FromMilliseconds(20));
        await engine.Webhooks.ResumeAsync(deep);
        await engine.AttemptedAsync((await engine.Deliveries.ListAsync(new DeliveryQuery { Subscription = deep })).MinBy(row => row.Id)!.Id, 1);

        await engine.Webhooks.ResumeAsync(other);

        await engine.Receiver.WaitForAsync(4);
    }

    /// <summary>Pauses the webhook and publishes so many events to it.</summary>
    private static async Task HoldAsync(TimedEngine engine, SubscriptionId webhook, int events)
    {
        await engine.Webhooks.PauseAsync(webhook);
        for (var number = 0; number < events; number++)
        {
            await engine.PublishAsync();
        }
    }
}
