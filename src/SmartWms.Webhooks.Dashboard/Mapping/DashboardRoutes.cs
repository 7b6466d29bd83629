using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartWms.Webhooks.Dashboard.Audit;
using SmartWms.Webhooks.Dashboard.Deliveries;
using SmartWms.Webhooks.Dashboard.Events;
using SmartWms.Webhooks.Dashboard.Nodes;
using SmartWms.Webhooks.Dashboard.Overview;
using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Dashboard.Webhooks;

namespace SmartWms.Webhooks.Dashboard.Mapping;

/// <summary>Where pages and actions are added; every one goes through the gate.</summary>
internal sealed class DashboardRoutes(RouteGroupBuilder group, DashboardGate gate)
{
    public static void MapAll(DashboardRoutes routes)
    {
        OverviewRoutes.Map(routes);
        WebhookRoutes.Map(routes);
        WebhookActionRoutes.Map(routes);
        DeliveryRoutes.Map(routes);
        SearchRoutes.Map(routes);
        EventRoutes.Map(routes);
        NodeRoutes.Map(routes);
        AuditRoutes.Map(routes);
        PreferenceRoutes.Map(routes);
    }

    /// <summary>A page: whoever may read.</summary>
    /// <param name="pattern">Below the dashboard's own; empty for its first page.</param>
    /// <param name="handle">Answers.</param>
    public void Page(string pattern, Func<Visit, Task<IResult>> handle) => Map(HttpMethods.Get, pattern, mayManage: false, handle);

    /// <summary>A form that changes something for everybody: whoever may manage.</summary>
    public void Manage(string pattern, Func<Visit, Task<IResult>> handle) => Map(HttpMethods.Post, pattern, mayManage: true, handle);

    /// <summary>A page that is of use only to whoever may manage.</summary>
    public void ManagePage(string pattern, Func<Visit, Task<IResult>> handle) => Map(HttpMethods.Get, pattern, mayManage: true, handle);

    /// <summary>A form that changes something for its sender alone: whoever may read.</summary>
    public void Own(string pattern, Func<Visit, Task<IResult>> handle) => Map(HttpMethods.Post, pattern, mayManage: false, handle);

    private void Map(string method, string pattern, bool mayManage, Func<Visit, Task<IResult>> handle)
    {
        var depth = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Length;
        group.MapMethods(pattern, [method], (RequestDelegate)(context => gate.RunAsync(context, depth, mayManage, handle))).WithDisplayName($"wms-webhooks dashboard {method} {pattern}");
    }
}
