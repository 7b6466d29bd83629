using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Dashboard.Mapping;
using SmartWms.Webhooks.Dashboard.Nodes;
using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Dashboard.Webhooks;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>The delivery log: list, export, read, resend, cancel.</summary>
internal static class DeliveryRoutes
{
    public static void Map(DashboardRoutes routes)
    {
        routes.Page("/deliveries", ListAsync);
        routes.Page("/deliveries.csv", CsvResult.OfAsync);
        routes.Page("/deliveries/{id}", ReadAsync);
        routes.Page("/deliveries/{id}/body", BodyAsync);
        routes.Manage("/deliveries/{id}/resend", ResendAsync);
        routes.Manage("/deliveries/{id}/cancel", CancelAsync);
    }

    public static IReadOnlyList<string> Types(Visit visit) => [.. visit.Service<EventCatalogue>().All.Select(type => type.Name).Order(StringComparer.Ordinal)];

    private static async Task<IResult> ListAsync(Visit visit)
    {
        var list = await DeliveryList.ReadAsync(visit, DeliveryFilter.Of(visit), ofOneWebhook: false).ConfigureAwait(false);
        return await visit.PageAsync<DeliveriesPage>(visit.Ui.T["deliveries.title"], new DeliveriesView(list, Types(visit))).ConfigureAwait(false);
    }

    private static async Task<IResult> ReadAsync(Visit visit)
    {
        var details = await FindAsync(visit).ConfigureAwait(false);
        var webhook = await visit.Webhooks.FindAsync(details.Delivery.Subscription, visit.Tenant, visit.Cancelled).ConfigureAwait(false);
        var name = webhook is null ? await WebhookName.OfAsync(visit, details.Delivery.Subscription).ConfigureAwait(false) : WebhookName.Of(webhook);
        var view = new DeliveryView(
            details, webhook, name, visit.Service<ContractCatalogue>().Find(webhook?.Contract ?? details.Contract), await RequestChange.SinceAsync(visit, details).ConfigureAwait(false),
            details.Delivery is { State: DeliveryState.Pending, IsHeld: false } && await DeliveringNodes.AreMissingAsync(visit).ConfigureAwait(false));
        return await visit.PageAsync<DeliveryPage>($"{details.Delivery.EventType} {details.Delivery.Id}", view).ConfigureAwait(false);
    }

    /// <summary>The bytes as they are sent, as a file: a browser must not take a partner's text for a page.</summary>
    private static async Task<IResult> BodyAsync(Visit visit)
    {
        var details = await FindAsync(visit).ConfigureAwait(false);
        return TypedResults.File(details.Body ?? throw ApiRequest.NotFound(), "text/plain; charset=utf-8", $"{details.Delivery.EventId}.json");
    }

    private static async Task<IResult> ResendAsync(Visit visit)
    {
        var id = visit.IdOfDelivery();
        try
        {
            await visit.Deliveries.ResendAsync(id, visit.Tenant, visit.Cancelled).ConfigureAwait(false);
            return visit.Go($"deliveries/{id}?done=resent");
        }
        catch (WebhookBodyPurgedException)
        {
            return visit.Go($"deliveries/{id}?failed=purged");
        }
        catch (WebhookStateException)
        {
            return visit.Go($"deliveries/{id}?failed=sending");
        }
    }

    private static async Task<IResult> CancelAsync(Visit visit)
    {
        var id = visit.IdOfDelivery();
        try
        {
            await visit.Deliveries.CancelAsync(id, visit.Tenant, visit.Cancelled).ConfigureAwait(false);
            return visit.Go($"deliveries/{id}?done=cancelled");
        }
        catch (WebhookStateException)
        {
            return visit.Go($"deliveries/{id}?failed=cancel");
        }
    }

    private static async Task<DeliveryDetails> FindAsync(Visit visit) =>
        await visit.Deliveries.FindAsync(visit.IdOfDelivery(), visit.Tenant, visit.Cancelled).ConfigureAwait(false) ?? throw ApiRequest.NotFound();
}
