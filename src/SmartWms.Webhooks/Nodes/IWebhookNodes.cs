namespace SmartWms.Webhooks.Nodes;

/// <summary>The nodes that work on one store, and what an operator does with this one.</summary>
public interface IWebhookNodes
{
    /// <summary>All nodes: live ones, and those that ended without a word within the last day. On a store that keeps no nodes: this one.</summary>
    /// <param name="cancellationToken">Abandons the read.</param>
    /// <returns>By name, then by start.</returns>
    Task<IReadOnlyList<WebhookNode>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// This node takes no more work, also none of what is published on it, and finishes what runs; other nodes deliver the rest. Lasts until <see cref="ResumeAsync"/> or the next start.
    /// A test that a person sends is sent all the same. A node that only publishes has nothing to do.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; the node goes on draining.</param>
    /// <returns>When nothing is under way on this node any more and every result is stored.</returns>
    Task DrainAsync(CancellationToken cancellationToken = default);

    /// <summary>This node takes work again.</summary>
    /// <param name="cancellationToken">Has no effect once begun.</param>
    /// <returns>At once.</returns>
    Task ResumeAsync(CancellationToken cancellationToken = default);
}
