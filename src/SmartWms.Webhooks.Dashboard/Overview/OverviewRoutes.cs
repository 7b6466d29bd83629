using Microsoft.AspNetCore.Http;
using SmartWms.Webhooks.Dashboard.Charts;
using SmartWms.Webhooks.Dashboard.Deliveries;
using SmartWms.Webhooks.Dashboard.Mapping;
using SmartWms.Webhooks.Dashboard.Nodes;
using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Overview;

/// <summary>Answers what a person asks first: is anything broken now, whose, and since when.</summary>
internal static class OverviewRoutes
{
    private const int PageSize = 200;
    private const int MostPages = 10;
    private const int NewestFailures = 10;

    public static void Map(DashboardRoutes routes) => routes.Page("/", ShowAsync);

    private static async Task<IResult> ShowAsync(Visit visit)
    {
        var (webhooks, mayBeMore) = await WebhooksAsync(visit).ConfigureAwait(false);
        var view = new OverviewView(
            [.. webhooks.Where(IsBroken).OrderBy(Since)],
            [.. webhooks.Where(webhook => webhook.State == SubscriptionState.Paused).OrderBy(Since)],
            webhooks.Count,
            mayBeMore,
            await DayOfAttempts.WaitingAsync(visit, webhooks, mayBeMore).ConfigureAwait(false),
            await DayOfAttempts.HeldAsync(visit, webhooks).ConfigureAwait(false),
            await DayOfAttempts.ReadAsync(visit).ConfigureAwait(false),
            await DeliveryList.NewestFailuresAsync(visit, NewestFailures).ConfigureAwait(false),
            await DeliveringNodes.AreMissingAsync(visit).ConfigureAwait(false));
        return await visit.PageAsync<OverviewPage>(visit.Ui.T["nav.overview"], view).ConfigureAwait(false);
    }

    private static bool IsBroken(WebhookSubscription webhook) =>
        webhook.State == SubscriptionState.Disabled || (webhook.State == SubscriptionState.Active && webhook.FirstFailureAt is not null);

    private static DateTimeOffset Since(WebhookSubscription webhook) => webhook.FirstFailureAt ?? webhook.StateChangedAt;

    private static async Task<(List<WebhookSubscription> Webhooks, bool MayBeMore)> WebhooksAsync(Visit visit)
    {
        var all = new List<WebhookSubscription>();
        for (var page = 0; page < MostPages; page++)
        {
            var some = await visit.Webhooks.ListAsync(
                new SubscriptionQuery { Tenant = visit.Tenant, After = all.Count == 0 ? default : all[^1].Id, PageSize = PageSize }, visit.Cancelled).ConfigureAwait(false);
            all.AddRange(some);
            if (some.Count < PageSize)
            {
                return (all, false);
            }
        }

        return (all, true);
    }
}
