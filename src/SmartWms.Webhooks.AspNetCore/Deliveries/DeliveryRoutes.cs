using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Deliveries;

/// <summary>The delivery log: list, read, resend, cancel.</summary>
internal static class DeliveryRoutes
{
    private const int PageSize = 50;

    public static void Map(ApiRoutes routes)
    {
        routes.Get("/deliveries", "list deliveries", ListAsync, "webhook", "state", "type", "from", "to", "subject", "event", "before", "limit");
        routes.Get("/deliveries/{id}", "read delivery", ReadAsync);
        routes.Get("/deliveries/{id}/body", "read body", BodyAsync);
        routes.Manage(HttpMethods.Post, "/deliveries/{id}/resend", "resend delivery", request => DoAsync(request, (deliveries, id) => deliveries.ResendAsync(id, request.Tenant, request.Cancelled)));
        routes.Manage(HttpMethods.Post, "/deliveries/{id}/cancel", "cancel delivery", request => DoAsync(request, (deliveries, id) => deliveries.CancelAsync(id, request.Tenant, request.Cancelled)));
    }

    private static async Task<IResult> ListAsync(ApiRequest request)
    {
        var query = request.Query;
        var size = query.PageSize(PageSize);
        var deliveries = await request.Deliveries.ListAsync(
            new DeliveryQuery
            {
                Tenant = request.Tenant,
                Subscription = query.Id<SubscriptionId>("webhook", SubscriptionId.TryParse),
                States = query.EachWord<DeliveryState>("state"),
                EventType = query.Text("type"),
                From = query.Time("from"),
                To = query.Time("to"),
                Subject = query.Text("subject"),
                EventIdPrefix = query.Text("event"),
                Before = query.Id<DeliveryId>("before", DeliveryId.TryParse) ?? default,
                PageSize = size,
            },
            request.Cancelled).ConfigureAwait(false);
        var next = deliveries.Count == size ? deliveries[^1].Id.ToString() : null;
        return TypedResults.Json(new Page<DeliveryView>([.. deliveries.Select(DeliveryView.Of)], next), ReadableJson.Types.PageDeliveryView);
    }

    private static async Task<IResult> ReadAsync(ApiRequest request) =>
        TypedResults.Json(DeliveryDetailsView.Of(await FindAsync(request).ConfigureAwait(false)), ReadableJson.Types.DeliveryDetailsView);

    /// <summary>The bytes as they are sent, as a file: a browser must not take a partner's text for a page.</summary>
    private static async Task<IResult> BodyAsync(ApiRequest request)
    {
        var details = await FindAsync(request).ConfigureAwait(false);
        return details.Body is { } body
            ? TypedResults.File(body, "text/plain; charset=utf-8", $"{details.Delivery.EventId}.json")
            : throw new ApiProblemException(StatusCodes.Status409Conflict, "body_purged", "Its body is no longer kept.");
    }

    private static async Task<DeliveryDetails> FindAsync(ApiRequest request) =>
        await request.Deliveries.FindAsync(request.IdOfDelivery(), request.Tenant, request.Cancelled).ConfigureAwait(false) ?? throw ApiRequest.NotFound();

    private static Task<IResult> DoAsync(ApiRequest request, Func<IWebhookDeliveries, DeliveryId, Task> action)
    {
        var id = request.IdOfDelivery();
        return ApiRequest.AllowedAsync<IResult>(async () =>
        {
            await action(request.Deliveries, id).ConfigureAwait(false);
            return TypedResults.Accepted((string?)null);
        });
    }
}
