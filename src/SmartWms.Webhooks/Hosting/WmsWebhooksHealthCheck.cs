using Microsoft.Extensions.Diagnostics.HealthChecks;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Time;

namespace SmartWms.Webhooks.Hosting;

/// <summary>Unhealthy: the store does not answer. Degraded: the pump or its results are stuck, the host's own HTTP handlers fail, or work waits too long. Never for liveness: a partner's broken receiver must not restart the WMS.</summary>
internal sealed class WmsWebhooksHealthCheck(IDeliveryStore store, PumpHealth pump, EngineClock clock) : IHealthCheck
{
    private static readonly TimeSpan TooOld = TimeSpan.FromMinutes(10);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Backlog backlog;
        var now = clock.Now;
        try
        {
            backlog = await store.GetBacklogAsync(now, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"The webhook store does not answer ({exception.GetType().Name}).");
        }

        var age = backlog.OldestDueAt is { } oldest ? now - oldest : TimeSpan.Zero;
        string?[] troubles =
        [
            pump.ClaimFailure is { } claim ? $"The pump cannot take work ({claim})." : null,
            pump.RecordFailure is { } record ? $"Results cannot be stored ({record})." : null,
            pump.HostPipelineFailure is { } handler ? $"HostPipeline: the host's own HTTP handlers fail ({handler})." : null,
            age > TooOld ? $"The longest due delivery has waited for {age}." : null,
        ];
        var data = new Dictionary<string, object> { ["due"] = backlog.Due, ["oldestDueSeconds"] = age.TotalSeconds };
        var found = string.Join(' ', troubles.Where(trouble => trouble is not null));
        return found.Length > 0
            ? HealthCheckResult.Degraded(found, data: data)
            : HealthCheckResult.Healthy($"{backlog.Due} deliveries are due.", data);
    }
}
