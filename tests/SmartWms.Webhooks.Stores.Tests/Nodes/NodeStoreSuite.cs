using SmartWms.Webhooks.Conformance.Rules;
using SmartWms.Webhooks.Nodes;

namespace SmartWms.Webhooks.Stores.Tests.Nodes;

/// <summary>What a store of nodes promises.</summary>
public abstract class NodeStoreSuite : IAsyncLifetime
{
    private INodeStore? _nodes;

    private static DateTimeOffset Now => Given.Start;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private INodeStore Nodes => _nodes!;

    protected abstract Task<INodeStore> OpenAsync();

    protected abstract ValueTask CloseAsync();

    public async ValueTask InitializeAsync() => _nodes = await OpenAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return CloseAsync();
    }

    [Fact]
    public async Task A_beat_writes_a_row_that_is_read_back_whole_and_the_next_one_overwrites_it()
    {
        var first = Of(1, "คลัง BKK1") with { Role = NodeRole.PublishesOnly, InFlight = 7 };
        await Nodes.BeatAsync(first, Now, Cancellation);
        Assert.Equal([new StoredNode(first, Now)], await Nodes.ListAsync(Cancellation));

        var second = first with { Role = NodeRole.Delivers, State = NodeState.Draining, InFlight = 0, Version = "1.2.4" };
        var result = await Nodes.BeatAsync(second, Now.AddSeconds(10), Cancellation);

        Assert.Equal([new StoredNode(second, Now.AddSeconds(10))], result.Live);
        Assert.Equal(result.Live, await Nodes.ListAsync(Cancellation));
    }

    [Fact] // R12
    public async Task A_node_is_live_for_30_seconds_after_its_last_beat()
    {
        await Nodes.BeatAsync(Of(1, "a"), Now, Cancellation);

        Assert.Equal(new long[] { 1, 2 }, await LiveAsync(2, "b", Now.AddSeconds(29.9)));
        Assert.Equal(new long[] { 2 }, await LiveAsync(2, "b", Now.AddSeconds(30)));
        Assert.Equal(2, (await Nodes.ListAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task Two_processes_of_one_name_are_two_nodes_and_a_dead_one_of_that_name_is_forgotten()
    {
        await Nodes.BeatAsync(Of(1, "a"), Now, Cancellation);
        await Nodes.BeatAsync(Of(2, "a"), Now.AddSeconds(20), Cancellation);
        Assert.Equal(new long[] { 1, 2, 3 }, await LiveAsync(3, "a", Now.AddSeconds(20)));

        Assert.Equal(new long[] { 2, 3 }, await LiveAsync(3, "a", Now.AddSeconds(40)));
        Assert.Equal(new long[] { 2, 3 }, (await Nodes.ListAsync(Cancellation)).Select(node => node.Beat.Instance).Order());
    }

    [Fact]
    public async Task Who_leaves_is_gone_at_once_and_only_he()
    {
        await Nodes.BeatAsync(Of(1, "a"), Now, Cancellation);
        await Nodes.BeatAsync(Of(2, "a"), Now, Cancellation);

        await Nodes.LeaveAsync(1, Cancellation);
        await Nodes.LeaveAsync(99, Cancellation);

        Assert.Equal(new long[] { 2 }, (await Nodes.ListAsync(Cancellation)).Select(node => node.Beat.Instance));
    }

    [Fact]
    public async Task What_was_last_seen_before_a_limit_is_forgotten()
    {
        await Nodes.BeatAsync(Of(1, "a"), Now, Cancellation);
        await Nodes.BeatAsync(Of(2, "b"), Now.AddDays(1), Cancellation);

        Assert.Equal(0, await Nodes.ForgetAsync(Now, Cancellation));
        Assert.Equal(1, await Nodes.ForgetAsync(Now.AddHours(1), Cancellation));

        Assert.Equal(new long[] { 2 }, (await Nodes.ListAsync(Cancellation)).Select(node => node.Beat.Instance));
    }

    [Fact]
    public async Task Many_nodes_that_beat_at_once_are_all_there()
    {
        await Task.WhenAll(Enumerable.Range(1, 20).Select(no => Task.Run(() => Nodes.BeatAsync(Of(no, $"n{no % 3}"), Now, Cancellation))));

        Assert.Equal(20, (await LiveAsync(1, "n1", Now)).Length);
    }

    private async Task<long[]> LiveAsync(long instance, string name, DateTimeOffset now) =>
        [.. (await Nodes.BeatAsync(Of(instance, name), now, Cancellation)).Live.Select(node => node.Beat.Instance).Order()];

    private static NodeBeat Of(long instance, string name) => new()
    {
        Name = name,
        Instance = instance,
        Role = NodeRole.Delivers,
        State = NodeState.Running,
        StartedAt = Now.AddMinutes(-5),
        Version = "1.2.3",
        InFlight = 0,
    };
}
