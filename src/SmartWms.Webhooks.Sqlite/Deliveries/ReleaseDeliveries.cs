using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Takes claims back that were not used.</summary>
internal static class ReleaseDeliveries
{
    internal const string Release = "update wms_webhook_delivery set due_at = ?3, token = 0, lease_until = null, claims = max(claims - 1, 0) where id = ?1 and token = ?2";

    public static int Run(WriteSession session, IReadOnlyList<DeliveryRelease> releases)
    {
        var count = 0;
        foreach (var release in releases)
        {
            if (release.LeaseToken != 0)
            {
                count += session.Prepare(Release).Bind(1, release.Delivery.Value).Bind(2, release.LeaseToken).Bind(3, release.DueAt.UtcTicks).RunCounted();
            }
        }

        return count;
    }
}
