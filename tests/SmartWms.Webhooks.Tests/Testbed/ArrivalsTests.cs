using SmartWms.Webhooks.Testbed;

namespace SmartWms.Webhooks.Tests.Testbed;

public sealed class ArrivalsTests
{
    private readonly Arrivals<string> _arrivals = new("letters", static letter => $"letter {letter}");

    [Fact]
    public async Task Waiting_counts_what_has_arrived_before()
    {
        _arrivals.Add("a");
        var two = _arrivals.WaitForAsync(2);
        Assert.False(two.IsCompleted);

        _arrivals.Add("b");

        Assert.Equal(["a", "b"], await two);
    }

    [Fact]
    public async Task Waiting_for_a_match_passes_over_the_rest()
    {
        var match = _arrivals.WaitForAsync(letter => letter == "c");
        _arrivals.Add("b");
        _arrivals.Add("c");
        _arrivals.Add("c");

        Assert.Equal("c", await match);
        Assert.Equal(3, _arrivals.Count);
    }

    [Fact]
    public async Task A_wait_that_runs_out_says_what_arrived_instead()
    {
        _arrivals.Add("a");

        var late = await Assert.ThrowsAsync<TimeoutException>(() => _arrivals.WaitForAsync(letter => letter == "z", 1, TimeSpan.FromMilliseconds(1)));

        Assert.Contains("waited for 1 matching letters, 0 matched of 1 that arrived", late.Message, StringComparison.Ordinal);
        Assert.Contains("letter a", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arrivals_from_many_threads_are_all_kept()
    {
        var all = _arrivals.WaitForAsync(4_000);

        Parallel.For(0, 4_000, i => _arrivals.Add($"{i}"));

        Assert.Equal(4_000, (await all).Distinct().Count());
    }
}
