using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using SmartWms.Webhooks.AspNetCore.Audit;
using SmartWms.Webhooks.AspNetCore.Deliveries;
using SmartWms.Webhooks.AspNetCore.Events;
using SmartWms.Webhooks.AspNetCore.Mapping;
using SmartWms.Webhooks.AspNetCore.Nodes;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.AspNetCore.Statistics;
using SmartWms.Webhooks.AspNetCore.Webhooks;

namespace SmartWms.Webhooks;

/// <summary>Maps the management API.</summary>
public static class WmsWebhooksEndpointRouteBuilderExtensions
{
    /// <summary>Maps the management API: webhooks, their deliveries, the event catalogue and the nodes, as JSON.</summary>
    /// <param name="endpoints">The application, or a group of its routes.</param>
    /// <param name="pattern">Where, e.g. <c>/api/webhooks</c>.</param>
    /// <param name="configure">Names the policies for reading and managing, and the tenant scope.</param>
    /// <returns>The group of all its routes, for conventions of the host such as rate limits or CORS.</returns>
    /// <exception cref="InvalidOperationException">The engine is not registered, or nobody said who may use it: the message names the fix.</exception>
    public static RouteGroupBuilder MapWmsWebhooks(this IEndpointRouteBuilder endpoints, string pattern = "/api/webhooks", Action<WmsWebhooksApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new WmsWebhooksApiOptions();
        configure?.Invoke(options);
        AccessCheck.Require("MapWmsWebhooks", pattern, options, endpoints.ServiceProvider);

        var group = endpoints.MapGroup(pattern);
        group.DisableCookieRedirect();
        var routes = new ApiRoutes(Group(group, options.ReadPolicy), Group(group, options.ManagePolicy), new RequestGate(options));
        WebhookRoutes.Map(routes);
        WebhookActionRoutes.Map(routes);
        DeliveryRoutes.Map(routes);
        EventRoutes.Map(routes);
        NodeRoutes.Map(routes);
        StatisticsRoutes.Map(routes);
        AuditRoutes.Map(routes);
        if (pattern.Trim('/').Length > 0)
        {
            routes.MapRest();       // at the root, what is unknown is the host's to answer
        }

        return group;
    }

    private static RouteGroupBuilder Group(RouteGroupBuilder group, string? policy)
    {
        var inner = group.MapGroup("");
        return policy is null ? inner : inner.RequireAuthorization(policy);
    }
}
