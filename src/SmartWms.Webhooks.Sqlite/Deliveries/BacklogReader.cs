using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Connections;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Counts what is due in active lanes, up to a million.</summary>
internal static class BacklogReader
{
    private const string IsDue = "d.lane = s.id and d.due_at <= ?2 and " + Lease.IsOpen;

    private const string ActiveLanes = "from wms_webhook_subscription s indexed by wms_webhook_subscription_active";

    internal const string Count = "select count(*) from (select 1 " + ActiveLanes + " cross join wms_webhook_delivery d on " + IsDue + " where s.state = 0 limit 1000000)";

    internal const string Oldest = "select min((select d.due_at from wms_webhook_delivery d where " + IsDue + " order by d.due_at limit 1)) " + ActiveLanes + " where s.state = 0";

    public static Backlog Read(SqliteSession session, long now)
    {
        var due = session.Prepare(Count).Bind(2, now).Scalar();
        var row = session.Prepare(Oldest).Bind(2, now);
        var oldest = row.Step() ? row.Int64OrNull(0) : null;
        row.Reset();
        return new Backlog(due, oldest.ToTime());
    }
}
