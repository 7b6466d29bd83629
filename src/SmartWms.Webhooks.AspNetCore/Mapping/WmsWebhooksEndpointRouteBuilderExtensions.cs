using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SmartWms.Webhooks.AspNetCore.Audit;
using SmartWms.Webhooks.AspNetCore.Deliveries;
using SmartWms.Webhooks.AspNetCore.Events;
using SmartWms.Webhooks.AspNetCore.Nodes;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.AspNetCore.Statistics;
using SmartWms.Webhooks.AspNetCore.Webhooks;
using SmartWms.Webhooks.Subscriptions;

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
        if (endpoints.ServiceProvider.GetService<IWebhookSubscriptions>() is null)
        {
            throw new InvalidOperationException("MapWmsWebhooks: the engine is not registered. Call services.AddWmsWebhooks() first.");
        }

        var options = new WmsWebhooksApiOptions();
        configure?.Invoke(options);
        Check(options, endpoints.ServiceProvider);

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
        return group;
    }

    private static RouteGroupBuilder Group(RouteGroupBuilder group, string? policy)
    {
        var inner = group.MapGroup("");
        return policy is null ? inner : inner.RequireAuthorization(policy);
    }

    private static void Check(WmsWebhooksApiOptions options, IServiceProvider services)
    {
        string?[] policies = [options.ReadPolicy, options.ManagePolicy];
        if (options.AllowAnonymousToReadAndManageWebhooks)
        {
            if (policies.Any(policy => policy is not null))
            {
                throw new InvalidOperationException("MapWmsWebhooks: set either the policies or AllowAnonymousToReadAndManageWebhooks, not both.");
            }

            return;
        }

        if (policies.Any(string.IsNullOrEmpty))
        {
            throw new InvalidOperationException(
                "MapWmsWebhooks: nobody said who may use it. Set o.ReadPolicy and o.ManagePolicy to authorization policies of this host, e.g. "
                + "app.MapWmsWebhooks(\"/api/webhooks\", o => { o.ReadPolicy = \"WmsViewer\"; o.ManagePolicy = \"WmsAdmin\"; }).");
        }

        // A policy provider of the host's own may know any name; the default one knows what AddAuthorization was given.
        if (services.GetService<IAuthorizationPolicyProvider>() is null or DefaultAuthorizationPolicyProvider)
        {
            var known = services.GetService<IOptions<AuthorizationOptions>>()?.Value;
            foreach (var policy in policies)
            {
                if (known?.GetPolicy(policy!) is null)
                {
                    throw new InvalidOperationException($"MapWmsWebhooks: there is no authorization policy '{policy}'. Add it: services.AddAuthorizationBuilder().AddPolicy(\"{policy}\", …).");
                }
            }
        }
    }
}
