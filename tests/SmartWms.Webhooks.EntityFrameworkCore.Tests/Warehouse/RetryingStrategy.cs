using Microsoft.EntityFrameworkCore.Storage;

namespace SmartWms.Webhooks.EntityFrameworkCore.Tests.Warehouse;

/// <summary>Retries what <see cref="Faults"/> breaks, at once.</summary>
internal sealed class RetryingStrategy(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, maxRetryCount: 3, maxRetryDelay: TimeSpan.Zero)
{
    protected override bool ShouldRetryOn(Exception exception) => exception is TransientException;

    protected override TimeSpan? GetNextDelay(Exception lastException) => base.GetNextDelay(lastException) is null ? null : TimeSpan.Zero;
}
