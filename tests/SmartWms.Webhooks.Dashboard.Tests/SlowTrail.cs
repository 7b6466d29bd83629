using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Tests;

/// <summary>An audit trail whose lists end only when they are told to stop.</summary>
internal sealed class SlowTrail(IAuditStore inner) : IAuditStore
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first list was asked for.</summary>
    public Task Asked => _asked.Task;

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => inner.AppendAsync(entry, cancellationToken);

    public async Task<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return [];
    }

    public Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => inner.PurgeAsync(before, limit, cancellationToken);
}
