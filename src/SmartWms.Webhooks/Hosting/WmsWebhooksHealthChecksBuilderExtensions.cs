using Microsoft.Extensions.DependencyInjection;
using SmartWms.Webhooks.Hosting;

namespace SmartWms.Webhooks;

/// <summary>Adds the webhooks' health check.</summary>
public static class WmsWebhooksHealthChecksBuilderExtensions
{
    /// <summary>
    /// Unhealthy: the store does not answer. Degraded: the pump or its results are stuck, the host's own HTTP handlers fail, or work waits for more than 10 minutes.
    /// Not for liveness: a partner's broken receiver must not restart the WMS.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="tags">Its tags.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddWmsWebhooks(this IHealthChecksBuilder builder, string name = "wms-webhooks", IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<WmsWebhooksHealthCheck>(name, failureStatus: null, tags: tags ?? []);
    }
}
