using System.Text;
using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Dashboard.Webhooks;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>One page of the log, with what failed deliveries were answered.</summary>
/// <param name="Filter">What is shown.</param>
/// <param name="Rows">Newest first.</param>
/// <param name="Older">The next page; <see langword="null"/> when it is the last.</param>
/// <param name="OfOneWebhook">Whether the page is one webhook's own.</param>
internal sealed record DeliveryList(DeliveryFilter Filter, IReadOnlyList<DeliveryRow> Rows, DeliveryFilter? Older, bool OfOneWebhook)
{
    public const int PageSize = 50;
    private const int AnswerLength = 120;

    public static Task<DeliveryList> ReadAsync(Visit visit, DeliveryFilter filter, bool ofOneWebhook) =>
        ReadAsync(visit, filter, filter.ToQuery(visit.Tenant, PageSize), ofOneWebhook);

    /// <summary>Of all webhooks, what was published and failed; a failed test tells of nothing that was lost.</summary>
    public static Task<DeliveryList> NewestFailuresAsync(Visit visit, int count)
    {
        var filter = new DeliveryFilter { State = DeliveryState.Failed };
        return ReadAsync(visit, filter, filter.ToQuery(visit.Tenant, count) with { WithoutTests = true }, ofOneWebhook: false);
    }

    private static async Task<DeliveryList> ReadAsync(Visit visit, DeliveryFilter filter, DeliveryQuery query, bool ofOneWebhook)
    {
        var deliveries = await visit.Deliveries.ListAsync(query with { AnswerBytes = 4 * AnswerLength }, visit.Cancelled).ConfigureAwait(false);
        var names = ofOneWebhook ? null : await WebhookName.OfEachAsync(visit, deliveries.Select(row => row.Subscription)).ConfigureAwait(false);
        var rows = deliveries.Select(row => new DeliveryRow(row, row.Answer.Length == 0 ? null : Beginning(row.Answer), names?[row.Subscription]));
        return new DeliveryList(filter, [.. rows], deliveries.Count == query.PageSize ? filter with { Before = deliveries[^1].Id } : null, ofOneWebhook);
    }

    private static string Beginning(byte[] answer)
    {
        var text = Encoding.UTF8.GetString(answer).ReplaceLineEndings(" ");
        return text.Length <= AnswerLength ? text : text[..AnswerLength] + "…";
    }
}
