using SmartWms.Webhooks.Dashboard.Requests;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Reading;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Dashboard.Deliveries;

/// <summary>Whether a webhook's requests look different since an attempt. The trail knows of most changes, not of all: configuration that was declared anew is not in it.</summary>
internal static class RequestChange
{
    private const int Newest = 50;

    private static readonly string[] OfRequest = ["url", "headers", "contract"];

    /// <returns>The newest such change after the last attempt; <see langword="null"/> when none is known.</returns>
    public static async Task<DateTimeOffset?> SinceAsync(Visit visit, DeliveryDetails delivery)
    {
        if (delivery.Attempts.Count == 0)
        {
            return null;
        }

        try
        {
            var entries = await visit.Service<IWebhookAudit>().ListAsync(
                new AuditQuery { Tenant = visit.Tenant, Webhook = delivery.Delivery.Subscription, PageSize = Newest }, visit.Cancelled).ConfigureAwait(false);
            return entries.FirstOrDefault(entry => entry.At > delivery.Attempts[^1].StartedAt && IsOfRequest(entry))?.At;
        }
        catch (WebhookReadTimeoutException)
        {
            return null;        // others are searching: a delivery's page must not wait for them
        }
    }

    private static bool IsOfRequest(AuditEntry entry) => entry.Action switch
    {
        AuditAction.Updated => entry.Detail.Split(", ").Intersect(OfRequest).Any(),
        AuditAction.SecretRotated or AuditAction.SecretActivated => true,
        _ => false,
    };
}
