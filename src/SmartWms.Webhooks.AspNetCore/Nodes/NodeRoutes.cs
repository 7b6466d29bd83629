using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Nodes;

namespace SmartWms.Webhooks.AspNetCore.Nodes;

/// <summary>The nodes: list them, drain the one that is asked. They belong to no tenant: who works for one sees none.</summary>
internal static class NodeRoutes
{
    public static void Map(ApiRoutes routes)
    {
        routes.Get("/nodes", "list nodes", ListAsync);
        routes.Manage(HttpMethods.Post, "/nodes/this/drain", "drain this node", request => DoAsync(request, nodes => nodes.DrainAsync(request.Cancelled)));
        routes.Manage(HttpMethods.Post, "/nodes/this/resume", "resume this node", request => DoAsync(request, nodes => nodes.ResumeAsync(request.Cancelled)));
    }

    private static async Task<IResult> ListAsync(ApiRequest request)
    {
        var nodes = await Nodes(request).ListAsync(request.Cancelled).ConfigureAwait(false);
        return TypedResults.Json(new Page<NodeView>([.. nodes.Select(NodeView.Of)], null), ReadableJson.Types.PageNodeView);
    }

    private static async Task<IResult> DoAsync(ApiRequest request, Func<IWebhookNodes, Task> action)
    {
        await action(Nodes(request)).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static IWebhookNodes Nodes(ApiRequest request) => request.Tenant.IsLimited ? throw ApiRequest.NotFound() : request.Service<IWebhookNodes>();
}
