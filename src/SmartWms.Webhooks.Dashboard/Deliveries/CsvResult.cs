using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Dashboard.Texts;
using SmartWms.Webhooks.Dashboard.Webhooks;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>The filtered log as a file for spreadsheets, written page by page; UTF-8 with a BOM, or Excel would not read Thai.</summary>
internal sealed class CsvResult : IResult
{
    public const int MaxRows = 10_000;
    private const int PageSize = 200;

    private readonly Visit _visit;
    private readonly DeliveryFilter _filter;
    private readonly IReadOnlyList<DeliverySummary> _first;
    private readonly Dictionary<SubscriptionId, WebhookName> _names = [];

    private CsvResult(Visit visit, DeliveryFilter filter, IReadOnlyList<DeliverySummary> first) => (_visit, _filter, _first) = (visit, filter, first);

    /// <summary>Reads before it answers, so that a filter outside its limits is still a page that says so.</summary>
    public static async Task<IResult> OfAsync(Visit visit)
    {
        var filter = DeliveryFilter.Of(visit);
        return new CsvResult(visit, filter, await ReadAsync(visit, filter, filter.Before).ConfigureAwait(false));
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"deliveries.csv\"";
        var t = _visit.Ui.T;
        await response.Body.WriteAsync(Encoding.UTF8.GetPreamble(), _visit.Cancelled).ConfigureAwait(false);
        await response.WriteAsync(
            Csv.Line(t["column.time"], t["csv.delivery"], t["csv.webhook"], t["csv.webhookName"], t["column.type"], t["csv.event"], t["csv.subject"], t["csv.state"], t["column.code"], t["csv.failure"], t["csv.latency"], t["column.retries"], t["csv.test"]),
            _visit.Cancelled).ConfigureAwait(false);
        var rows = 0;
        var (page, isCut) = (_first, false);
        while (true)
        {
            await NameAsync(page).ConfigureAwait(false);
            await response.WriteAsync(string.Concat(page.Select(Line)), _visit.Cancelled).ConfigureAwait(false);
            rows += page.Count;
            if (isCut || rows >= MaxRows)
            {
                await response.WriteAsync(Csv.Line(t["csv.more", rows.ToString("#,0", CultureInfo.InvariantCulture)]), _visit.Cancelled).ConfigureAwait(false);
                return;
            }

            if (page.Count < PageSize)
            {
                return;
            }

            (page, isCut) = await ReadOnAsync(page[^1].Id).ConfigureAwait(false);
        }
    }

    /// <summary>Each webhook is read once a file.</summary>
    private async Task NameAsync(IReadOnlyList<DeliverySummary> page)
    {
        foreach (var (id, name) in await WebhookName.OfEachAsync(_visit, page.Select(row => row.Subscription).Where(id => !_names.ContainsKey(id))).ConfigureAwait(false))
        {
            _names[id] = name;
        }
    }

    /// <summary>The file has begun and its status cannot change: what is not read in time is said in its last line.</summary>
    private async Task<(IReadOnlyList<DeliverySummary> Page, bool IsCut)> ReadOnAsync(DeliveryId before)
    {
        try
        {
            return (await ReadAsync(_visit, _filter, before).ConfigureAwait(false), false);
        }
        catch (WebhookReadTimeoutException)
        {
            return ([], true);
        }
    }

    private static Task<IReadOnlyList<DeliverySummary>> ReadAsync(Visit visit, DeliveryFilter filter, DeliveryId before) =>
        visit.Deliveries.ListAsync((filter with { Before = before }).ToQuery(visit.Tenant, PageSize), visit.Cancelled);

    private string Line(DeliverySummary row) => Csv.Line(
        Moments.Iso(row.CreatedAt), row.Id.ToString(), row.Subscription.ToString(), _names[row.Subscription].Text, row.EventType, row.EventId, row.Subject, _visit.Ui.T[row.IsHeld ? "state.Held" : $"state.{row.State}"],
        row.StatusCode?.ToString(CultureInfo.InvariantCulture), row.Failure == FailureClass.None ? null : _visit.Ui.T[$"failure.short.{row.Failure}"],
        row.Latency?.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture), row.Retries.ToString(CultureInfo.InvariantCulture), row.IsTest ? _visit.Ui.T["csv.test.yes"] : null);
}
