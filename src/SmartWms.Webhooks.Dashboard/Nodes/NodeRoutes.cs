using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Dashboard.Mapping;
using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Nodes;

namespace SmartWms.Webhooks.Dashboard.Nodes;

/// <summary>The nodes; they belong to no tenant: who works for one sees none.</summary>
internal static class NodeRoutes
{
    public static void Map(DashboardRoutes routes)
    {
        routes.Page("/nodes", ShowAsync);
        routes.Manage("/nodes/this/drain", visit => DoAsync(visit, "draining", nodes => nodes.DrainAsync(visit.Cancelled)));
        routes.Manage("/nodes/this/resume", visit => DoAsync(visit, "nodeResumed", nodes => nodes.ResumeAsync(visit.Cancelled)));
    }

    private static async Task<IResult> ShowAsync(Visit visit) =>
        await visit.PageAsync<NodesPage>(visit.Ui.T["nodes.title"], new NodesView(await Nodes(visit).ListAsync(visit.Cancelled).ConfigureAwait(false))).ConfigureAwait(false);

    private static async Task<IResult> DoAsync(Visit visit, string done, Func<IWebhookNodes, Task> action)
    {
        await action(Nodes(visit)).ConfigureAwait(false);
        return visit.Go($"nodes?done={done}");
    }

    private static IWebhookNodes Nodes(Visit visit) => visit.Tenant.IsLimited ? throw ApiRequest.NotFound() : visit.Service<IWebhookNodes>();
}
