using SmartWms.Webhooks.Nodes;

namespace SmartWms.Webhooks.InMemory;

/// <summary>Nodes in memory: those of one process that share its database, as tests have them.</summary>
/// <param name="database">Shared with the other stores.</param>
internal sealed class InMemoryNodeStore(InMemoryDatabase database) : INodeStore
{
    public Task<BeatResult> BeatAsync(NodeBeat beat, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<BeatResult>(cancellationToken);
        }

        var since = now - NodeBeat.LiveFor;
        lock (database.Gate)
        {
            database.Nodes[beat.Instance] = new StoredNode(beat, now);
            Remove(node => node.Beat.Name == beat.Name && node.LastSeenAt <= since);
            return Task.FromResult(new BeatResult([.. database.Nodes.Values.Where(node => node.LastSeenAt > since)]));
        }
    }

    public Task<IReadOnlyList<StoredNode>> ListAsync(CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyList<StoredNode>>([.. database.Nodes.Values]);
        }
    }

    public Task LeaveAsync(long instance, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        lock (database.Gate)
        {
            database.Nodes.Remove(instance);
        }

        return Task.CompletedTask;
    }

    public Task<int> ForgetAsync(DateTimeOffset seenBefore, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<int>(cancellationToken);
        }

        lock (database.Gate)
        {
            return Task.FromResult(Remove(node => node.LastSeenAt < seenBefore));
        }
    }

    private int Remove(Predicate<StoredNode> gone)
    {
        long[] instances = [.. database.Nodes.Values.Where(node => gone(node)).Select(node => node.Beat.Instance)];
        foreach (var instance in instances)
        {
            database.Nodes.Remove(instance);
        }

        return instances.Length;
    }
}
