using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Due times, and waits of whole lanes, that a wrong clock put too far away.</summary>
internal static class FarDueTimes
{
    /// <summary>Rows in one transaction.</summary>
    public const int Batch = 1_000;

    // A seek for each lane that there is, active or not.
    internal const string Find = """
        with recursive lanes (lane) as (
            select min(lane) from wms_webhook_delivery
            union all
            select (select min(d.lane) from wms_webhook_delivery d where d.lane > lanes.lane) from lanes where lanes.lane is not null)
        select d.id from lanes cross join wms_webhook_delivery d on d.lane = lanes.lane and d.due_at > ?1
        limit ?2
        """;

    // Where a resend goes back to; only in lane 0.
    internal const string FindBack = "select id from wms_webhook_delivery where lane = 0 and back_due_at > ?1 limit ?2";

    internal const string FindWait = "select id from wms_webhook_subscription where wait_until > ?1 limit ?2";

    // A lease on a row that is due too far away is of the wrong clock too; one on a resend, of which only the way back is too far, stays.
    internal const string Move = """
        update wms_webhook_delivery set due_at = min(due_at, ?2), back_due_at = min(back_due_at, ?2),
            token = iif(due_at > ?2, 0, token), lease_until = iif(due_at > ?2, null, lease_until)
        where id = ?1 and (due_at > ?2 or back_due_at > ?2)
        """;

    internal const string MoveWait = "update wms_webhook_subscription set wait_until = ?2 where id = ?1 and wait_until > ?2";

    public static FarIds FindAll(SqliteSession session, long latest) =>
        new([.. Ids(session, Find, latest).Union(Ids(session, FindBack, latest))], Ids(session, FindWait, latest));

    public static int MoveAll(WriteSession session, FarIds ids, long latest)
    {
        foreach (var id in ids.Subscriptions)
        {
            session.Prepare(MoveWait).Bind(1, id).Bind(2, latest).Run();
        }

        return ids.Deliveries.Sum(id => session.Prepare(Move).Bind(1, id).Bind(2, latest).RunCounted());
    }

    private static List<long> Ids(SqliteSession session, string sql, long latest)
    {
        var ids = new List<long>();
        var row = session.Prepare(sql).Bind(1, latest).Bind(2, Batch);
        while (row.Step())
        {
            ids.Add(row.Int64(0));
        }

        return ids;
    }

    public readonly record struct FarIds(List<long> Deliveries, List<long> Subscriptions)
    {
        public bool IsEmpty => Deliveries.Count + Subscriptions.Count == 0;
    }
}
