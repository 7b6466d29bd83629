using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Connections;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Counts what is due in active lanes, up to a million.</summary>
/// <remarks>To leave out what is being sent, each row is read. Of a great many that takes five times as long as counting entries of the index and makes no difference, so beyond ten thousand they are counted too.</remarks>
internal static class BacklogReader
{
    private const int ReadAtMost = 10_000;

    private const string IsInLane = "d.lane = s.id and d.due_at <= ?2";

    private const string IsDue = IsInLane + " and " + Lease.IsOpen;

    private const string ActiveLanes = "from wms_webhook_subscription s indexed by wms_webhook_subscription_active";

    internal const string Count = "select count(*) from (select 1 " + ActiveLanes + " cross join wms_webhook_delivery d on " + IsDue + " where s.state = 0 limit ?3)";

    internal const string CountMany = "select count(*) from (select 1 " + ActiveLanes + " cross join wms_webhook_delivery d on " + IsInLane + " where s.state = 0 limit 1000000)";

    internal const string Oldest = "select min((select d.due_at from wms_webhook_delivery d where " + IsDue + " order by d.due_at limit 1)) " + ActiveLanes + " where s.state = 0";

    public static Backlog Read(SqliteSession session, long now)
    {
        var due = session.Prepare(Count).Bind(2, now).Bind(3, ReadAtMost).Scalar();
        due = due < ReadAtMost ? due : session.Prepare(CountMany).Bind(2, now).Scalar();
        var row = session.Prepare(Oldest).Bind(2, now);
        var oldest = row.Step() ? row.Int64OrNull(0) : null;
        row.Reset();
        return new Backlog(due, oldest.ToTime());
    }
}
