namespace SmartWms.Webhooks.Nodes;

/// <summary>Knows which nodes work on one store. Optional: without it a node believes that it is alone, and rate limits hold on each node by itself.</summary>
/// <remarks>
/// Implementations hold no clock and no policy. All members are safe to call from several processes at once; each is atomic.
/// A database failure is thrown as the provider's own exception; the engine goes on with what it knew.
/// </remarks>
public interface INodeStore
{
    /// <summary>Writes this node's row, new or over its last one, and reads who else is there. Rows of an earlier process under the same name that have not been seen for <see cref="NodeBeat.LiveFor"/> are removed.</summary>
    /// <param name="beat">What this node says of itself; its row is found by <see cref="NodeBeat.Instance"/>.</param>
    /// <param name="now">When it was seen.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>All nodes seen after <paramref name="now"/> less <see cref="NodeBeat.LiveFor"/>, this one among them.</returns>
    Task<BeatResult> BeatAsync(NodeBeat beat, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Every row, those of nodes long gone too.</summary>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>In no order.</returns>
    Task<IReadOnlyList<StoredNode>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes the row of a node that stops in order. Nothing happens when there is none.</summary>
    /// <param name="instance">Whose: <see cref="NodeBeat.Instance"/>.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>When stored.</returns>
    Task LeaveAsync(long instance, CancellationToken cancellationToken);

    /// <summary>Removes rows of nodes that were last seen before this.</summary>
    /// <param name="seenBefore">The limit.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>How many.</returns>
    Task<int> ForgetAsync(DateTimeOffset seenBefore, CancellationToken cancellationToken);
}
