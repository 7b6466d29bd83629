using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Testbed;
using SmartWms.Webhooks.Tests.EndToEnd;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Pump;

/// <summary>When too many results wait, and until when.</summary>
public sealed class ResultRecorderTests
{
    [Fact]
    public async Task It_is_behind_from_the_limit_on_until_every_result_is_stored_and_then_wakes_the_pump()
    {
        await using var engine = await TimedEngine.StartAsync();
        var recorder = ActivatorUtilities.CreateInstance<ResultRecorder>(engine.Engine.Services, 3);
        TaskCompletionSource[] batches = [Gate(), Gate()];
        var begun = -1;
        engine.Store.BeforeRecord = () => batches[Interlocked.Increment(ref begun)].Task;
        var running = Task.Run(() => recorder.RunAsync(CancellationToken.None));

        Add(recorder);
        await BatchAsync(0);
        Add(recorder);
        Assert.False(recorder.IsBehind);
        Add(recorder);
        Assert.True(recorder.IsBehind);

        batches[0].SetResult();
        await BatchAsync(1);
        Assert.True(recorder.IsBehind, "Two of three wait still.");

        var looks = engine.Store.EmptyLooks.Count;
        var stored = recorder.WhenStoredAsync();
        Assert.False(stored.IsCompleted);
        batches[1].SetResult();
        await Patience.WithinAsync(stored, () => "nobody was told that all is stored");
        await engine.Store.EmptyLooks.WaitForAsync(looks + 1);
        Assert.False(recorder.IsBehind);
        recorder.Complete();
        await Patience.WithinAsync(running, () => "it runs on");

        Task BatchAsync(int number) => Patience.UntilAsync(() => Task.FromResult(Volatile.Read(ref begun) == number), () => $"{begun}");
    }

    private static void Add(ResultRecorder recorder)
    {
        var delivery = Claimed();
        recorder.Add(new RecordItem(delivery, new DeliveryRecord
        {
            Delivery = delivery.Id,
            LeaseToken = delivery.LeaseToken,
            Subscription = delivery.Subscription,
            Trigger = delivery.Trigger,
            Next = DeliveryState.Delivered,
            Failure = FailureClass.None,
        }));
    }

    private static TaskCompletionSource Gate() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
