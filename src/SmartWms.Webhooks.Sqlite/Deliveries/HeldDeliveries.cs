using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Gives up what no lane will ever send, or not in time. Found on a reading connection, checked again where it is written.</summary>
internal static class HeldDeliveries
{
    // What a person made due (lane 0) no pause holds.
    private const string IsGivenUp = "(s.state = 3 or (d.lane <> 0 and s.state <> 0 and s.state_changed_at <= ?1))";

    internal const string FindInLanes = "select d.id from wms_webhook_subscription s cross join wms_webhook_delivery d on d.lane = s.id "
        + "where " + Lease.IsOpen + " and " + IsGivenUp + " limit ?3";

    internal const string FindApart = "select d.id from wms_webhook_delivery d cross join wms_webhook_subscription s on s.id = d.subscription_id "
        + "where d.lane = 0 and " + Lease.IsOpen + " and " + IsGivenUp + " limit ?3";

    internal const string Check = "select 1 from wms_webhook_delivery d cross join wms_webhook_subscription s on s.id = d.subscription_id where d.id = ?2 and " + IsGivenUp;

    public static List<long> Find(SqliteSession session, long heldSince, int limit, long now)
    {
        var ids = new List<long>();
        foreach (var sql in (ReadOnlySpan<string>)[FindInLanes, FindApart])
        {
            var row = session.Prepare(sql).Bind(1, heldSince).Bind(2, now).Bind(3, limit - ids.Count);
            while (row.Step())
            {
                ids.Add(row.Int64(0));
            }
        }

        return ids;
    }

    public static int Cancel(WriteSession session, List<long> ids, long heldSince, long now)
    {
        var count = 0;
        foreach (var id in ids)
        {
            if (UnfinishedDelivery.Find(session, id) is { } delivery && !delivery.IsBeingSent(now)
                && session.Prepare(Check).Bind(1, heldSince).Bind(2, id).Scalar() == 1)
            {
                CancelDelivery.Cancel(session, delivery, now);
                count++;
            }
        }

        return count;
    }
}
