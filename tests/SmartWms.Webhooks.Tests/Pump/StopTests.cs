using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;

namespace SmartWms.Webhooks.Tests.Pump;

/// <summary>R6</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_stop_waits_for_what_is_under_way_and_records_it_and_gives_the_rest_back()
    {
        await using var engine = await TimedEngine.StartAsync(configure: options => options.Pump.ShutdownGrace = TimeSpan.FromSeconds(4));
        await engine.SubscribeAsync(configure: form => form.MaxInFlight = 1);
        engine.Receiver.Next("/hook", Answer.Hanging);
        for (var number = 0; number < 4; number++)
        {
            await engine.PublishAsync();
        }

        await engine.Receiver.WaitForAsync(1);
        var stopping = engine.Engine.StopAsync();
        await StoppingAsync(engine);
        Assert.False(stopping.IsCompleted);
        engine.Receiver.Release();
        await Patience.WithinAsync(stopping, () => "the engine did not stop");

        var rows = (await engine.Deliveries.ListAsync(new DeliveryQuery())).OrderBy(row => row.Id).ToList();
        Assert.Equal([DeliveryState.Delivered, DeliveryState.Pending, DeliveryState.Pending, DeliveryState.Pending], rows.Select(row => row.State));
        Assert.All(rows[1..], row => Assert.Equal((0, engine.Now), (row.Attempts, row.DueAt)));
        Assert.Equal(1, engine.Receiver.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]          // the status line and half of a body have come: cut all the same, not a timeout
    public async Task A_request_cut_at_the_graces_end_is_Aborted_due_now_and_no_step(bool hasAnswered)
    {
        await using var engine = await TimedEngine.StartAsync(configure: options => options.Pump.ShutdownGrace = TimeSpan.FromSeconds(4));
        var webhook = await engine.SubscribeAsync();
        var never = new TaskCompletionSource();
        var first = new TaskCompletionSource();
        engine.Receiver.Always("/hook", hasAnswered
            ? Answer.Dripping("abcd"u8.ToArray(), 2, piece =>
            {
                if (piece == 1)
                {
                    first.TrySetResult();
                }

                return piece == 0 ? Task.CompletedTask : never.Task;
            })
            : Answer.Hanging);
        await engine.PublishAsync();
        await engine.Receiver.WaitForAsync(1);
        if (hasAnswered)
        {
            await first.Task;
        }

        var stopping = engine.Engine.StopAsync();
        await StoppingAsync(engine);
        engine.Clock.Advance(TimeSpan.FromSeconds(4));
        await Patience.WithinAsync(stopping, () => "the engine did not stop");

        var details = (await engine.Deliveries.FindAsync((await engine.OnlyAsync()).Id))!;
        Assert.Equal((FailureClass.Aborted, 1), (details.Attempts.Single().Failure, details.Attempts[0].Number));
        Assert.Equal((DeliveryState.Pending, engine.Now, 0), (details.Delivery.State, details.Delivery.DueAt, details.Delivery.Retries));
        Assert.Null((await engine.WebhookAsync(webhook)).FirstFailureAt);
    }

    /// <summary>Nothing is claimed any more, and the grace of four seconds has begun.</summary>
    private static Task StoppingAsync(TimedEngine engine) =>
        Patience.UntilAsync(() => Task.FromResult(engine.Clock.NextTimer == TimeSpan.FromSeconds(4)), () => $"{engine.Clock.NextTimer}");
}
