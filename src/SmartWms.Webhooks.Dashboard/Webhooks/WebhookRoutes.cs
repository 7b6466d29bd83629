using System.Globalization;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Dashboard.Charts;
using SmartWms.Webhooks.Dashboard.Deliveries;
using SmartWms.Webhooks.Dashboard.Mapping;
using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Protocol;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>Webhooks: the list, one's deliveries, the form that makes one, its settings.</summary>
internal static class WebhookRoutes
{
    private const int PageSize = 50;

    public static void Map(DashboardRoutes routes)
    {
        routes.Page("/webhooks", ListAsync);
        routes.ManagePage("/webhooks/new", visit => NewAsync(visit, new WebhookFields(), null));
        routes.Manage("/webhooks/new", CreateAsync);
        routes.Page("/webhooks/{id}", ReadAsync);
        routes.Page("/webhooks/{id}/settings", SettingsAsync);
        routes.Manage("/webhooks/{id}/settings", ChangeAsync);
    }

    private static async Task<IResult> ListAsync(Visit visit)
    {
        var (text, state) = (visit.Query("text"), visit.Query("state") is { } word ? Words.Parse<SubscriptionState>("state", word) : (SubscriptionState?)null);
        var after = visit.Query("after") is not { } given ? default : SubscriptionId.TryParse(given, out var last) ? last : throw ApiRequest.Invalid("'after' is an id such as whk_17.");
        var webhooks = await visit.Webhooks.ListAsync(
            new SubscriptionQuery { Tenant = visit.Tenant, Text = text, State = state, After = after, PageSize = PageSize }, visit.Cancelled).ConfigureAwait(false);
        var days = await DayOfAttempts.ReadEachAsync(visit, webhooks.Select(webhook => webhook.Id)).ConfigureAwait(false);
        var view = new WebhooksView(webhooks, text, state, webhooks.Count == PageSize ? webhooks[^1].Id : null, after == default, days, await DayOfAttempts.HeldAsync(visit, webhooks).ConfigureAwait(false));
        return await visit.PageAsync<WebhooksPage>(visit.Ui.T["webhooks.title"], view).ConfigureAwait(false);
    }

    private static Task<IResult> NewAsync(Visit visit, WebhookFields fields, string? error) => visit.PageAsync<NewWebhookPage>(
        visit.Ui.T["webhooks.new"], new NewWebhookView(fields.WithoutValues(), FormChoices.Of(visit), error), error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    /// <summary>The answer itself shows the secret: no address, cookie or memory ever holds it.</summary>
    private static async Task<IResult> CreateAsync(Visit visit)
    {
        var form = await visit.FormAsync().ConfigureAwait(false);
        var fields = WebhookFields.Of(form);
        try
        {
            var made = await visit.Webhooks.CreateAsync(
                fields.ToNew(visit.TenantOf(fields.Tenant), form["secret"].ToString() is { Length: > 0 } secret ? secret : null), visit.Cancelled).ConfigureAwait(false);
            return await visit.PageAsync<SecretPage>($"{visit.Ui.T["secret.made"]} {made.Webhook.Name}", SecretView.Of(made, true, visit.Service<ContractCatalogue>())).ConfigureAwait(false);
        }
        catch (WebhookInputException input)
        {
            return await NewAsync(visit, fields, input.Rule).ConfigureAwait(false);
        }
        catch (ApiProblemException problem)
        {
            return await NewAsync(visit, fields, problem.Message).ConfigureAwait(false);
        }
    }

    private static async Task<IResult> ReadAsync(Visit visit)
    {
        var webhook = await visit.WebhookAsync().ConfigureAwait(false);
        var filter = DeliveryFilter.Of(visit) with { Webhook = webhook.Id };
        var list = await DeliveryList.ReadAsync(visit, filter, ofOneWebhook: true).ConfigureAwait(false);
        var day = filter == new DeliveryFilter { Webhook = webhook.Id } ? await DayOfAttempts.ReadAsync(visit, webhook.Id).ConfigureAwait(false) : [];
        var tests = Tests(visit, webhook);
        return await visit.PageAsync<WebhookPage>(webhook.Name, new WebhookView(webhook, list, day, [.. tests.Append(WmsEvents.WebhookTest)], await DayOfAttempts.HeldAsync(visit, webhook).ConfigureAwait(false), tests)).ConfigureAwait(false);
    }

    private static async Task<IResult> SettingsAsync(Visit visit)
    {
        var webhook = await visit.WebhookAsync().ConfigureAwait(false);
        return await ShowSettingsAsync(visit, webhook, WebhookFields.Of(webhook), null).ConfigureAwait(false);
    }

    private static async Task<IResult> ShowSettingsAsync(Visit visit, WebhookSubscription webhook, WebhookFields fields, string? error, int status = StatusCodes.Status200OK)
    {
        var held = await DayOfAttempts.HeldAsync(visit, webhook).ConfigureAwait(false);
        return await visit.PageAsync<SettingsPage>(
            $"{webhook.Name} · {visit.Ui.T["webhook.settings"]}", new SettingsView(webhook, fields.WithoutValues(), FormChoices.Of(visit), Tests(visit, webhook), held, error), status).ConfigureAwait(false);
    }

    private static async Task<IResult> ChangeAsync(Visit visit)
    {
        var webhook = await visit.WebhookAsync().ConfigureAwait(false);
        var form = await visit.FormAsync().ConfigureAwait(false);
        var fields = WebhookFields.Of(form);
        if (!long.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw ApiRequest.Invalid("'version' is missing.");
        }

        try
        {
            await visit.Webhooks.UpdateAsync(webhook.Id, fields.ToUpdate(webhook), version, visit.Tenant, visit.Cancelled).ConfigureAwait(false);
            return visit.Go($"webhooks/{webhook.Id}/settings?done=saved");
        }
        catch (WebhookConflictException)
        {
            // The version stays the one that was read: whoever saves again without opening the page anew is refused again.
            return await ShowSettingsAsync(visit, webhook with { Version = version }, fields, visit.Ui.T["form.conflict"], StatusCodes.Status409Conflict).ConfigureAwait(false);
        }
        catch (WebhookInputException input)
        {
            return await ShowSettingsAsync(visit, webhook, fields, input.Rule, StatusCodes.Status400BadRequest).ConfigureAwait(false);
        }
        catch (ApiProblemException problem)
        {
            return await ShowSettingsAsync(visit, webhook, fields, problem.Message, StatusCodes.Status400BadRequest).ConfigureAwait(false);
        }
    }

    /// <summary>The types that the webhook asks for.</summary>
    private static List<string> Tests(Visit visit, WebhookSubscription webhook) =>
    [
        .. from type in visit.Service<EventCatalogue>().All
           where type.Name != WmsEvents.WebhookTest && webhook.EventTypes.Any(asked => Asks(asked, type))
           select type.Name,
    ];

    private static bool Asks(string asked, WebhookEventType type) =>
        asked == type.Name || (!type.IsSensitive && (asked == "*" || (asked.EndsWith(".*", StringComparison.Ordinal) && type.Name.StartsWith(asked[..^1], StringComparison.Ordinal))));
}
