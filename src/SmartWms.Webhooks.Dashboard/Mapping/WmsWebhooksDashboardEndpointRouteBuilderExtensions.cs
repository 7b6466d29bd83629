using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartWms.Webhooks.AspNetCore.Mapping;
using SmartWms.Webhooks.Dashboard.Assets;
using SmartWms.Webhooks.Dashboard.Mapping;
using SmartWms.Webhooks.Dashboard.Requests;

namespace SmartWms.Webhooks;

/// <summary>Maps the dashboard.</summary>
public static class WmsWebhooksDashboardEndpointRouteBuilderExtensions
{
    /// <summary>Maps the page a warehouse admin opens: webhooks, their deliveries, the event catalogue and the nodes. Needs nothing registered but the engine and the host's authorization.</summary>
    /// <param name="endpoints">The application, or a group of its routes.</param>
    /// <param name="pattern">Where, e.g. <c>/webhooks</c>.</param>
    /// <param name="configure">Names the policies for reading and managing, the tenant scope and the time zone.</param>
    /// <returns>The group of all its routes, for conventions of the host such as <c>RequireHost</c> or rate limits.</returns>
    /// <exception cref="InvalidOperationException">The engine is not registered, nobody said who may use it, or an option is outside its limits: the message names the fix.</exception>
    public static RouteGroupBuilder MapWmsWebhooksDashboard(this IEndpointRouteBuilder endpoints, string pattern = "/webhooks", Action<WmsWebhooksDashboardOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new WmsWebhooksDashboardOptions();
        configure?.Invoke(options);
        AccessCheck.Require("MapWmsWebhooksDashboard", pattern, options, endpoints.ServiceProvider);
        Check(options);

        var group = endpoints.MapGroup(pattern);
        DashboardRoutes.MapAll(new DashboardRoutes(group, new DashboardGate(options)));
        group.MapGet($"{AssetFiles.Folder}/{{file}}", (RequestDelegate)AssetFiles.ServeAsync).WithDisplayName("wms-webhooks dashboard asset");
        return group;
    }

    private static void Check(WmsWebhooksDashboardOptions options)
    {
        if (options.RefreshEvery < TimeSpan.FromSeconds(1) || options.RefreshEvery > TimeSpan.FromHours(1))
        {
            throw new InvalidOperationException($"MapWmsWebhooksDashboard: RefreshEvery is 1 second to 1 hour, not {options.RefreshEvery:g}.");
        }

        if (options.HomeUrl is { } home && !(home is ['/', ..] && !home.StartsWith("//", StringComparison.Ordinal))
            && !(Uri.TryCreate(home, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)))
        {
            throw new InvalidOperationException("MapWmsWebhooksDashboard: HomeUrl is a path such as \"/\", or an http or https address.");
        }
    }
}
