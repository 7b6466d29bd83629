using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Webhooks;

/// <summary>What people do with a webhook: pause, resume, enable, rotate and activate its secret, send a test, recover what failed.</summary>
internal static class WebhookActionRoutes
{
    public static void Map(ApiRoutes routes)
    {
        Post(routes, "/{id}/pause", "pause webhook", PauseAsync);
        Post(routes, "/{id}/resume", "resume webhook", request => ShowAsync(request, webhooks => webhooks.ResumeAsync(request.IdOfWebhook(), request.Tenant, request.Cancelled)));
        Post(routes, "/{id}/enable", "enable webhook", request => ShowAsync(request, webhooks => webhooks.EnableAsync(request.IdOfWebhook(), request.Tenant, request.Cancelled)));
        Post(routes, "/{id}/rotate", "rotate secret", RotateAsync);
        Post(routes, "/{id}/activate", "activate secret", request => ShowAsync(request, webhooks => webhooks.ActivateSecretAsync(request.IdOfWebhook(), request.Tenant, request.OptionalVersion(), request.Cancelled)));
        Post(routes, "/{id}/test", "send test", TestAsync);
        Post(routes, "/{id}/recover", "recover deliveries", RecoverAsync);
        Post(routes, "/pause", "pause all webhooks", request => AllAsync(request, webhooks => webhooks.PauseAllAsync(request.Tenant, request.Cancelled)));
        Post(routes, "/resume", "resume all webhooks", request => AllAsync(request, webhooks => webhooks.ResumeAllAsync(request.Tenant, request.Cancelled)));
    }

    private static void Post(ApiRoutes routes, string pattern, string name, Func<ApiRequest, Task<IResult>> handle) =>
        routes.Manage(HttpMethods.Post, pattern, name, handle);

    private static async Task<IResult> ShowAsync(ApiRequest request, Func<IWebhookSubscriptions, Task<WebhookSubscription>> change) =>
        WebhookRoutes.Show(request, await ApiRequest.AllowedAsync(() => change(request.Webhooks)).ConfigureAwait(false));

    private static async Task<IResult> CountAsync(Task<int> action) => TypedResults.Json(new CountView(await action.ConfigureAwait(false)), ReadableJson.Types.CountView);

    private static Task<IResult> AllAsync(ApiRequest request, Func<IWebhookSubscriptions, Task<int>> change)
    {
        request.RefuseBody();
        return CountAsync(change(request.Webhooks));
    }

    private static async Task<IResult> PauseAsync(ApiRequest request)
    {
        var id = request.IdOfWebhook();
        var form = await request.ReadOptionalAsync(ReadableJson.Types.PauseForm).ConfigureAwait(false);
        var reason = string.IsNullOrWhiteSpace(form?.Reason) ? null : form.Reason;
        return await ShowAsync(request, webhooks => webhooks.PauseAsync(id, reason, request.Tenant, request.Cancelled)).ConfigureAwait(false);
    }

    private static async Task<IResult> RotateAsync(ApiRequest request)
    {
        var id = request.IdOfWebhook();
        var form = await request.ReadOptionalAsync(ReadableJson.Types.RotateForm).ConfigureAwait(false);
        var overlap = Duration.OfOptional(form?.OverlapSeconds);
        var version = request.OptionalVersion();
        var made = await ApiRequest.AllowedAsync(
            () => request.Webhooks.RotateSecretAsync(id, form?.Secret, overlap, request.Tenant, version, request.Cancelled)).ConfigureAwait(false);
        return WebhookRoutes.ShowSecret(request, made, StatusCodes.Status200OK);
    }

    private static async Task<IResult> TestAsync(ApiRequest request)
    {
        var id = request.IdOfWebhook();
        var form = await request.ReadOptionalAsync(ReadableJson.Types.TestForm).ConfigureAwait(false);
        var result = await ApiRequest.AllowedAsync(() => request.Deliveries.SendTestAsync(id, form?.EventType, request.Tenant, request.Cancelled)).ConfigureAwait(false);
        return TypedResults.Json(TestView.Of(result), ReadableJson.Types.TestView);
    }

    private static async Task<IResult> RecoverAsync(ApiRequest request)
    {
        var id = request.IdOfWebhook();
        var form = await request.ReadAsync(ReadableJson.Types.RecoverForm).ConfigureAwait(false);
        var since = Times.Parse("since", form.Since ?? throw ApiRequest.Invalid("'since' is missing: the time from which failed deliveries are sent again, such as 2026-05-28T09:30:00Z."));
        return await CountAsync(ApiRequest.AllowedAsync(() => request.Deliveries.RecoverAsync(id, since, request.Tenant, request.Cancelled))).ConfigureAwait(false);
    }
}
