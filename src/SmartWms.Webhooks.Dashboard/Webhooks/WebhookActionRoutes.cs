using System.Globalization;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Dashboard.Mapping;
using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Dashboard.Texts;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>What people do with webhooks. Each goes on to the page that shows what came of it.</summary>
internal static class WebhookActionRoutes
{
    /// <summary>The engine's own limit of an overlap: 7 days.</summary>
    private const int MostHours = 168;

    public static void Map(DashboardRoutes routes)
    {
        routes.Manage("/webhooks/pause", PauseAllAsync);
        routes.Manage("/webhooks/resume", ResumeAllAsync);
        routes.Manage("/webhooks/{id}/pause", PauseAsync);
        routes.Manage("/webhooks/{id}/resume", ResumeAsync);
        routes.Manage("/webhooks/{id}/enable", EnableAsync);
        routes.Manage("/webhooks/{id}/activate", ActivateAsync);
        routes.Manage("/webhooks/{id}/delete", DeleteAsync);
        routes.Manage("/webhooks/{id}/rotate", RotateAsync);
        routes.Manage("/webhooks/{id}/test", TestAsync);
        routes.Manage("/webhooks/{id}/recover", RecoverAsync);
    }

    private static async Task<IResult> ResumeAsync(Visit visit)
    {
        var id = visit.IdOfWebhook();
        try
        {
            await visit.Webhooks.ResumeAsync(id, visit.Tenant, visit.Cancelled).ConfigureAwait(false);
            return visit.Go($"webhooks/{id}?done=resumed");
        }
        catch (WebhookStateException)
        {
            return visit.Go($"webhooks/{id}?failed=resume");
        }
    }

    /// <summary>Takes along since when to recover: Enable forgets since when the webhook failed.</summary>
    private static async Task<IResult> EnableAsync(Visit visit)
    {
        var webhook = await visit.WebhookAsync().ConfigureAwait(false);
        var since = await FailedSince.OfAsync(visit, webhook).ConfigureAwait(false);
        try
        {
            await visit.Webhooks.EnableAsync(webhook.Id, visit.Tenant, visit.Cancelled).ConfigureAwait(false);
            return visit.Go($"webhooks/{webhook.Id}?done=enabled&since={Uri.EscapeDataString(Moments.Iso(since))}");
        }
        catch (WebhookStateException)
        {
            return visit.Go($"webhooks/{webhook.Id}?failed=enable");
        }
    }

    private static async Task<IResult> PauseAllAsync(Visit visit)
    {
        var count = await visit.Webhooks.PauseAllAsync(visit.Tenant, visit.Cancelled).ConfigureAwait(false);
        return visit.Go($"webhooks?done=pausedAll&count={count}");
    }

    private static async Task<IResult> ResumeAllAsync(Visit visit)
    {
        var count = await visit.Webhooks.ResumeAllAsync(visit.Tenant, visit.Cancelled).ConfigureAwait(false);
        return visit.Go($"webhooks?done=resumedAll&count={count}");
    }

    private static async Task<IResult> PauseAsync(Visit visit)
    {
        var form = await visit.FormAsync().ConfigureAwait(false);
        var reason = form["reason"].ToString().Trim() is { Length: > 0 } given ? given : null;
        var id = visit.IdOfWebhook();
        try
        {
            var webhook = await visit.Webhooks.PauseAsync(id, reason, visit.Tenant, visit.Cancelled).ConfigureAwait(false);
            return visit.Go($"webhooks/{id}?{(webhook.State == SubscriptionState.Paused ? "done=paused" : "failed=pause")}");
        }
        catch (WebhookInputException)
        {
            return visit.Go($"webhooks/{id}?failed=reason");
        }
    }

    /// <summary>Asked first: the engine takes an activation without a rotation for a change like any other.</summary>
    private static async Task<IResult> ActivateAsync(Visit visit)
    {
        var webhook = await visit.WebhookAsync().ConfigureAwait(false);
        if (webhook.RotationEndsAt is null)
        {
            return visit.Go($"webhooks/{webhook.Id}/settings?failed=activate");
        }

        try
        {
            await visit.Webhooks.ActivateSecretAsync(webhook.Id, visit.Tenant, VersionIn(await visit.FormAsync().ConfigureAwait(false)), visit.Cancelled).ConfigureAwait(false);
            return visit.Go($"webhooks/{webhook.Id}/settings?done=activated");
        }
        catch (WebhookConflictException)
        {
            return visit.Go($"webhooks/{webhook.Id}/settings?failed=moved");
        }
    }

    private static async Task<IResult> DeleteAsync(Visit visit)
    {
        var id = visit.IdOfWebhook();
        var version = VersionIn(await visit.FormAsync().ConfigureAwait(false));
        try
        {
            await visit.Webhooks.DeleteAsync(id, visit.Tenant, version, visit.Cancelled).ConfigureAwait(false);
            return visit.Go("webhooks?done=deleted");
        }
        catch (WebhookConflictException)
        {
            return visit.Go($"webhooks/{id}/settings?failed=moved");
        }
    }

    private static async Task<IResult> RotateAsync(Visit visit)
    {
        var id = visit.IdOfWebhook();
        var form = await visit.FormAsync().ConfigureAwait(false);
        if (!int.TryParse(form["hours"], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > MostHours)
        {
            return visit.Go($"webhooks/{id}/settings?failed=overlap");
        }

        try
        {
            var made = await visit.Webhooks.RotateSecretAsync(id, null, TimeSpan.FromHours(hours), visit.Tenant, VersionIn(form), visit.Cancelled).ConfigureAwait(false);
            return await visit.PageAsync<SecretPage>($"{visit.Ui.T["secret.rotated"]} {made.Webhook.Name}", SecretView.Of(made, false, visit.Service<ContractCatalogue>())).ConfigureAwait(false);
        }
        catch (WebhookStateException)
        {
            return visit.Go($"webhooks/{id}/settings?failed=rotate");
        }
        catch (WebhookConflictException)
        {
            return visit.Go($"webhooks/{id}/settings?failed=moved");
        }
    }

    /// <summary>The version that the page showed whoever pressed; <see langword="null"/> for a form without one.</summary>
    private static long? VersionIn(IFormCollection form) => form["version"].ToString() switch
    {
        "" => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => version,
        _ => throw ApiRequest.Invalid("'version' is not as the page gave it."),
    };

    /// <summary>Goes on to the test's own delivery: its page shows the result as it shows every other.</summary>
    private static async Task<IResult> TestAsync(Visit visit)
    {
        var id = visit.IdOfWebhook();
        var form = await visit.FormAsync().ConfigureAwait(false);
        var type = form["type"].ToString() is { Length: > 0 } chosen ? chosen : null;
        try
        {
            var result = await visit.Deliveries.SendTestAsync(id, type, visit.Tenant, visit.Cancelled).ConfigureAwait(false);
            return visit.Go($"deliveries/{result.Delivery}?{(result.Succeeded ? "done" : "failed")}=test");
        }
        catch (WebhookStateException)
        {
            return visit.Go($"webhooks/{id}?failed=testNotSent");
        }
    }

    private static async Task<IResult> RecoverAsync(Visit visit)
    {
        var form = await visit.FormAsync().ConfigureAwait(false);
        var id = visit.IdOfWebhook();
        if (visit.Ui.Moments.Parse(form["since"]) is not { } since)
        {
            return visit.Go($"webhooks/{id}?failed=since");
        }

        try
        {
            var count = await visit.Deliveries.RecoverAsync(id, since, visit.Tenant, visit.Cancelled).ConfigureAwait(false);
            return visit.Go(count == 0 ? $"webhooks/{id}?done=recoveredNone" : $"webhooks/{id}?done=recovered&count={count}");
        }
        catch (WebhookStateException)
        {
            return visit.Go($"webhooks/{id}?failed=recover");
        }
    }
}
