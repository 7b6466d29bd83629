using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Testbed;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Pump;

public sealed class WakeUpTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly WakeUp _wakeUp;

    public WakeUpTests() => _wakeUp = new WakeUp(_clock);

    public void Dispose() => _wakeUp.Dispose();

    [Fact]
    public async Task A_signal_ends_the_wait()
    {
        var waiting = _wakeUp.WaitAsync(Seconds(60), CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        _wakeUp.Set();
        await Patience.WithinAsync(waiting, () => "was not woken");
        Assert.Equal(0, _clock.WaitingTimers);
    }

    [Fact]
    public async Task A_signal_before_the_wait_lets_it_pass_once()
    {
        _wakeUp.Set();
        _wakeUp.Set();
        await Patience.WithinAsync(_wakeUp.WaitAsync(Seconds(60), CancellationToken.None), () => "the signal was lost");

        Assert.False(_wakeUp.WaitAsync(Seconds(60), CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task It_can_be_woken_again_and_again()
    {
        for (var time = 0; time < 3; time++)
        {
            var waiting = _wakeUp.WaitAsync(Seconds(60), CancellationToken.None);
            _wakeUp.Set();
            await Patience.WithinAsync(waiting, () => $"was not woken the {time}. time");
        }
    }

    [Fact]
    public async Task It_waits_no_longer_than_it_was_told()
    {
        var waiting = _wakeUp.WaitAsync(Seconds(60), CancellationToken.None);
        _clock.Advance(Seconds(59.9));
        Assert.False(waiting.IsCompleted);

        _clock.Advance(Seconds(0.1));
        await Patience.WithinAsync(waiting, () => "waits on");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public async Task With_no_time_to_wait_it_goes_on_at_once(int seconds)
    {
        await Patience.WithinAsync(_wakeUp.WaitAsync(Seconds(seconds), CancellationToken.None), () => "waits");
        _wakeUp.Set();
        await Patience.WithinAsync(_wakeUp.WaitAsync(Seconds(seconds), CancellationToken.None), () => "waits");

        Assert.False(_wakeUp.WaitAsync(Seconds(60), CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task A_stop_ends_the_wait_as_a_cancellation()
    {
        using var stop = new CancellationTokenSource();
        var waiting = _wakeUp.WaitAsync(Seconds(60), stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
