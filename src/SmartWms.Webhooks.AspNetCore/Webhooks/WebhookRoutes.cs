using System.Globalization;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Webhooks;

/// <summary>Webhooks: list, create, read, change, delete.</summary>
internal static class WebhookRoutes
{
    private const int PageSize = 50;

    public static void Map(ApiRoutes routes)
    {
        routes.Get("/", "list webhooks", ListAsync, "state", "text", "after", "limit");
        routes.Manage(HttpMethods.Post, "/", "create webhook", CreateAsync);
        routes.Get("/{id}", "read webhook", ReadAsync);
        routes.Manage(HttpMethods.Patch, "/{id}", "change webhook", ChangeAsync);
        routes.Manage(HttpMethods.Delete, "/{id}", "delete webhook", DeleteAsync);
    }

    /// <summary>The webhook with its version as the ETag.</summary>
    public static IResult Show(ApiRequest request, WebhookSubscription webhook)
    {
        Tag(request, webhook);
        return TypedResults.Json(WebhookView.Of(webhook), ReadableJson.Types.WebhookView);
    }

    /// <summary>The webhook with its new secret.</summary>
    public static IResult ShowSecret(ApiRequest request, WebhookWithSecret made, int status)
    {
        Tag(request, made.Webhook);
        return TypedResults.Json(WebhookSecretView.Of(made), ReadableJson.Types.WebhookSecretView, statusCode: status);
    }

    private static void Tag(ApiRequest request, WebhookSubscription webhook) =>
        request.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{webhook.Version}\"");

    private static async Task<IResult> ListAsync(ApiRequest request)
    {
        var query = request.Query;
        var size = query.PageSize(PageSize);
        var webhooks = await request.Webhooks.ListAsync(
            new SubscriptionQuery
            {
                Tenant = request.Tenant,
                State = query.Word<SubscriptionState>("state"),
                Text = query.Text("text"),
                After = query.Id<SubscriptionId>("after", SubscriptionId.TryParse) ?? default,
                PageSize = size,
            },
            request.Cancelled).ConfigureAwait(false);
        var next = webhooks.Count == size ? webhooks[^1].Id.ToString() : null;
        return TypedResults.Json(new Page<WebhookView>([.. webhooks.Select(WebhookView.Of)], next), ReadableJson.Types.PageWebhookView);
    }

    private static async Task<IResult> CreateAsync(ApiRequest request)
    {
        var form = await request.ReadAsync(ReadableJson.Types.WebhookForm).ConfigureAwait(false);
        var made = await request.Webhooks.CreateAsync(form.For(request.TenantOf(form.TenantId)), request.Cancelled).ConfigureAwait(false);
        request.Response.Headers.Location = request.PathOf(made.Id.ToString());
        return ShowSecret(request, made, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ReadAsync(ApiRequest request) =>
        await request.Webhooks.FindAsync(request.IdOfWebhook(), request.Tenant, request.Cancelled).ConfigureAwait(false) is { } webhook
            ? Show(request, webhook)
            : Problem.NotFound();

    private static async Task<IResult> ChangeAsync(ApiRequest request)
    {
        var id = request.IdOfWebhook();
        var change = await request.ReadAsync(ReadableJson.Types.WebhookChange).ConfigureAwait(false);
        var version = request.RequiredVersion();
        return Show(request, await request.Webhooks.UpdateAsync(id, change.ToUpdate(), version, request.Tenant, request.Cancelled).ConfigureAwait(false));
    }

    private static async Task<IResult> DeleteAsync(ApiRequest request)
    {
        var id = request.IdOfWebhook();
        await request.Webhooks.DeleteAsync(id, request.Tenant, request.OptionalVersion(), request.Cancelled).ConfigureAwait(false);
        return TypedResults.NoContent();
    }
}
