using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Publishing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Events;

/// <summary>The event catalogue, as a list and as an OpenAPI document, and the preview of an event.</summary>
internal static class EventRoutes
{
    public static void Map(ApiRoutes routes)
    {
        routes.Get("/event-types", "list event types", ListAsync);
        routes.Get("/openapi.json", "read event catalogue", DocumentAsync, "contract");
        routes.Manage(HttpMethods.Post, "/preview", "preview event", PreviewAsync);
    }

    private static Task<IResult> ListAsync(ApiRequest request)
    {
        var types = request.Service<EventCatalogue>().All;
        return Task.FromResult<IResult>(TypedResults.Json(new Page<EventTypeView>([.. types.Select(EventTypeView.Of)], null), ReadableJson.Types.PageEventTypeView));
    }

    private static Task<IResult> DocumentAsync(ApiRequest request)
    {
        var name = request.Query.Text("contract");
        var contracts = request.Service<ContractCatalogue>();
        var contract = name is null ? contracts.Default : contracts.Find(name) ?? throw ApiRequest.Invalid($"'contract' is one of: {string.Join(", ", contracts.All.Select(each => each.Name))}.");
        return Task.FromResult<IResult>(TypedResults.Bytes(CatalogueDocument.Of(request.Service<EventCatalogue>(), contract), "application/json"));
    }

    private static async Task<IResult> PreviewAsync(ApiRequest request)
    {
        var form = await request.ReadAsync(ReadableJson.Types.PreviewForm).ConfigureAwait(false);
        if (form.Data.ValueKind == System.Text.Json.JsonValueKind.Undefined)
        {
            throw ApiRequest.Invalid("'data' is missing: any JSON value.");
        }

        var options = new WebhookPublishOptions { EventId = form.EventId, TenantId = request.TenantOf(form.TenantId), Channels = ApiRequest.Whole(form.Channels ?? [], "channels") };
        var data = JsonMarshal.GetRawUtf8Value(form.Data).ToArray();       // the bytes that came: as text, half a letter among them would throw
        var preview = await request.Service<IWebhookDispatcher>().PreviewAsync(NewWebhookEvent.FromJson(form.EventType, data, options), request.Cancelled).ConfigureAwait(false);
        return TypedResults.Json(PreviewView.Of(preview), ReadableJson.Types.PreviewView);
    }
}
