using SmartWms.Webhooks.Dashboard.Rendering;
using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Webhooks;

/// <summary>Since when "Recover failed" has to look back so that it finds what this failure of the receiver cost, also after a long weekend.</summary>
internal static class FailedSince
{
    private const int Newest = 200;

    /// <summary>An attempt begins after its event was published, and its end is what is known.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(5);

    /// <summary>When the oldest delivery was published that failed since the webhook fails; by the newest 200 failures.</summary>
    public static async Task<DateTimeOffset> OfAsync(Visit visit, WebhookSubscription webhook)
    {
        var since = (webhook.FirstFailureAt < webhook.StateChangedAt ? webhook.FirstFailureAt.Value : webhook.StateChangedAt) - Before;
        var failed = new DeliveryQuery { Tenant = visit.Tenant, Subscription = webhook.Id, States = [DeliveryState.Failed], WithoutTests = true, PageSize = Newest };
        try
        {
            var rows = await visit.Deliveries.ListAsync(failed, visit.Cancelled).ConfigureAwait(false);
            return rows.Where(row => row.FinishedAt >= since).Select(row => row.CreatedAt).Append(since).Min();
        }
        catch (WebhookReadTimeoutException)
        {
            // Enable must not wait for a log that is slow to read.
            return since;
        }
    }

    /// <summary>What the form proposes: a day, or more where the webhook fails for longer or did until Enable.</summary>
    public static DateTimeOffset Proposed(Ui ui, WebhookSubscription webhook)
    {
        var since = ui.Now.AddDays(-1);
        since = webhook.FirstFailureAt - Before is { } failing && failing < since ? failing : since;
        return ui.Moments.Parse(ui.Since) is { } told && told < since ? told : since;
    }
}
