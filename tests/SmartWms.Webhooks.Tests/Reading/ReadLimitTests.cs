using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Reading;

public sealed class ReadLimitTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly ReadLimit _limit;

    public ReadLimitTests() => _limit = new ReadLimit(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_gives_what_the_store_gives() => Assert.Equal(7, await _limit.RunAsync(_ => Task.FromResult(7), Token));

    [Fact]
    public async Task A_read_that_takes_five_seconds_is_told_to_stop_and_says_what_helps()
    {
        var told = new TaskCompletionSource();
        var read = _limit.RunAsync(stop => ForeverAsync(stop, told), Token);

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(told.Task.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Contains("shorter time", (await Assert.ThrowsAsync<WebhookReadTimeoutException>(() => read)).Message, StringComparison.Ordinal);
        Assert.True(told.Task.IsCompleted);
    }

    [Fact]
    public async Task A_third_read_waits_for_a_place()
    {
        using var first = new CancellationTokenSource();
        var slow = (Task<int>[])[_limit.RunAsync(stop => ForeverAsync(stop), first.Token), _limit.RunAsync(stop => ForeverAsync(stop), Token)];
        var began = false;
        var third = _limit.RunAsync(_ => Task.FromResult(began = true), Token);
        Assert.False(began);

        await first.CancelAsync();

        Assert.True(await third);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow[0]);
        Assert.False(slow[1].IsCompleted);
    }

    [Fact]
    public async Task A_read_that_finds_no_place_for_five_seconds_gives_up()
    {
        var deaf = new TaskCompletionSource<int>();
        var slow = (Task<int>[])[_limit.RunAsync(_ => deaf.Task, Token), _limit.RunAsync(_ => deaf.Task, Token)];
        var third = _limit.RunAsync(_ => Task.FromResult(1), Token);

        _clock.Advance(ReadLimit.Longest);

        await Assert.ThrowsAsync<WebhookReadTimeoutException>(() => third);
        deaf.SetResult(2);
        Assert.Equal(4, (await Task.WhenAll(slow)).Sum());
    }

    [Fact]
    public async Task A_place_is_free_again_after_a_read_that_failed()
    {
        for (var time = 0; time < 2 * ReadLimit.Places; time++)
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => _limit.RunAsync<int>(_ => throw new InvalidDataException(), Token));
        }

        Assert.Equal(1, await _limit.RunAsync(_ => Task.FromResult(1), Token));
    }

    [Fact]
    public async Task A_caller_that_gives_up_gets_its_own_cancellation()
    {
        using var caller = new CancellationTokenSource();
        var read = _limit.RunAsync(stop => ForeverAsync(stop), caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    public void Dispose() => _limit.Dispose();

    private static async Task<int> ForeverAsync(CancellationToken stop, TaskCompletionSource? told = null)
    {
        await using var registration = stop.Register(() => told?.SetResult());
        await Task.Delay(Timeout.Infinite, stop);
        return 0;
    }
}
