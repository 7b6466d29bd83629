using SmartWms.Webhooks.Sqlite.Writing;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Whether a person may see a delivery's event.</summary>
internal static class TenantOfDelivery
{
    internal const string Find = "select tenant from wms_webhook_event where key = ?1";

    public static bool Includes(this TenantScope scope, WriteSession session, long eventKey)
    {
        if (!scope.IsLimited)
        {
            return true;
        }

        var row = session.Prepare(Find).Bind(1, eventKey);
        var isIncluded = row.Step() && scope.Includes(row.TextOrNull(0));
        row.Reset();
        return isIncluded;
    }
}
