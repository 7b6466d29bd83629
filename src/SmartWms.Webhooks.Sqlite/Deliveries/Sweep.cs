using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Removes what is older than its retention. Found on a reading connection, so that looking holds nobody up; checked again where it is removed.</summary>
internal static class Sweep
{
    private const string HasUnfinished =
        "exists (select 1 from wms_webhook_delivery d where d.id >= e.first_delivery and d.id < e.first_delivery + e.delivery_count)";

    private const string HasFinished =
        "exists (select 1 from wms_webhook_delivery_log l where l.id >= e.first_delivery and l.id < e.first_delivery + e.delivery_count)";

    // Nothing ends before its event was added, so events lead to what has ended. One whose rows of the log are gone is passed by.
    internal const string FindFinished = """
        select l.id from wms_webhook_event e
        cross join wms_webhook_delivery_log l on l.id >= e.first_delivery and l.id < e.first_delivery + e.delivery_count
        where e.purged in (0, 1) and e.added_at < ?1 and l.finished_at < ?1 and not exists (select 1 from wms_webhook_delivery d where d.id = l.id)
        limit ?2
        """;

    internal const string FindBodies = "select e.key from wms_webhook_event e where e.purged = 0 and e.added_at < ?1 and not " + HasUnfinished
        + " order by e.added_at limit ?2";

    internal const string FindEvents = "select e.key from wms_webhook_event e where e.purged in (0, 1, 2) and e.added_at < ?1 and not " + HasUnfinished
        + " and not " + HasFinished + " limit ?2";

    internal const string DeleteFinished =
        "delete from wms_webhook_delivery_log where id = ?1 and not exists (select 1 from wms_webhook_delivery d where d.id = ?1) returning subscription_id, event_key";

    internal const string DeleteAttempts = "delete from wms_webhook_other_attempt where delivery_id = ?1";

    internal const string MarkFinished = "update wms_webhook_event as e set purged = 2 where e.key = ?1 and e.purged = 1 and not " + HasFinished;

    internal const string MarkBodies = "update wms_webhook_event as e set purged = iif(" + HasFinished + ", 1, 2), bytes = null where e.key = ?1 and not " + HasUnfinished
        + " returning first_body, body_count";

    internal const string EmptyBodies = "update wms_webhook_body set bytes = null where key >= ?1 and key < ?1 + ?2";

    internal const string DeleteEvent = "delete from wms_webhook_event as e where e.key = ?1 and not " + HasUnfinished + " and not " + HasFinished
        + " returning first_body, body_count";

    internal const string DeleteBodies = "delete from wms_webhook_body where key >= ?1 and key < ?1 + ?2";

    public static Removable Find(SqliteSession session, PurgeRequest request)
    {
        var finished = Ids(session, FindFinished, request.LogBefore, request.Limit);
        var bodies = Ids(session, FindBodies, request.LogBefore, request.Limit - finished.Count);
        var events = Ids(session, FindEvents, request.EventIdsBefore, request.Limit - finished.Count - bodies.Count);
        return new Removable(finished, bodies, events);
    }

    public static int Remove(WriteSession session, Removable removable)
    {
        var rows = 0;
        foreach (var id in removable.Finished)
        {
            var row = session.Prepare(DeleteFinished).Bind(1, id);
            if (row.Step())
            {
                var (subscription, eventKey) = (row.Int64(0), row.Int64(1));
                row.Run();
                session.Prepare(MarkFinished).Bind(1, eventKey).Run();
                session.Prepare(DeliveryList.Remove).Bind(1, subscription).Bind(2, id).Run();
                rows += 1 + session.Prepare(DeleteAttempts).Bind(1, id).RunCounted();
            }
        }

        foreach (var key in removable.Bodies)
        {
            rows += Bodies(session, MarkBodies, EmptyBodies, key) ?? 0;
        }

        foreach (var key in removable.Events)
        {
            rows += Bodies(session, DeleteEvent, DeleteBodies, key) is not null ? 1 : 0;
        }

        return rows;
    }

    /// <returns>How many bodies went, the event's own included; <see langword="null"/> when the event may not be touched any more.</returns>
    private static int? Bodies(WriteSession session, string ofEvent, string ofBodies, long key)
    {
        var row = session.Prepare(ofEvent).Bind(1, key);
        if (!row.Step())
        {
            return null;
        }

        var (first, count) = (row.Int64(0), row.Int64(1));
        row.Run();
        return count == 0 ? 1 : 1 + session.Prepare(ofBodies).Bind(1, first).Bind(2, count).RunCounted();
    }

    private static List<long> Ids(SqliteSession session, string sql, DateTimeOffset before, int limit)
    {
        var ids = new List<long>();
        if (limit > 0)
        {
            var row = session.Prepare(sql).Bind(1, before.UtcTicks).Bind(2, limit);
            while (row.Step())
            {
                ids.Add(row.Int64(0));
            }
        }

        return ids;
    }

    public readonly record struct Removable(List<long> Finished, List<long> Bodies, List<long> Events)
    {
        public bool IsEmpty => Finished.Count + Bodies.Count + Events.Count == 0;
    }
}
