using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.AspNetCore.Events;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Dashboard.Mapping;
using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Events;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Events;

/// <summary>The event catalogue, to read and as a document to generate code from.</summary>
internal static class EventRoutes
{
    public static void Map(DashboardRoutes routes)
    {
        routes.Page("/events", ShowAsync);
        routes.Page("/events/openapi.json", DocumentAsync);
    }

    private static Task<IResult> ShowAsync(Visit visit)
    {
        var contracts = visit.Service<ContractCatalogue>();
        var view = new EventsView(visit.Service<EventCatalogue>().All, [contracts.Default, .. contracts.All.Where(contract => contract.Name != contracts.Default.Name)]);
        return visit.PageAsync<EventsPage>(visit.Ui.T["events.title"], view);
    }

    private static Task<IResult> DocumentAsync(Visit visit)
    {
        var contracts = visit.Service<ContractCatalogue>();
        var contract = visit.Query("contract") is { } name ? contracts.Find(name) ?? throw ApiRequest.NotFound() : contracts.Default;
        return Task.FromResult<IResult>(TypedResults.File(CatalogueDocument.Of(visit.Service<EventCatalogue>(), contract), "application/json", $"webhooks-{contract.Name}.openapi.json"));
    }
}
