using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Erases a tenant from the SQLite file. Looked for on a reading connection; an event never changes its tenant, its deliveries or its bodies.</summary>
internal sealed class SqliteTenantErasure(SqliteDatabase database) : ITenantErasure
{
    private const string Find = "select key, first_delivery, delivery_count, first_body, body_count from wms_webhook_event where tenant is ?1 limit ?2";
    private const string DeleteAttempts = "delete from wms_webhook_other_attempt where delivery_id >= ?1 and delivery_id < ?1 + ?2";
    private const string DeleteListed =
        "delete from wms_webhook_delivery_list where (subscription_id, id) in (select subscription_id, id from wms_webhook_delivery_log where id >= ?1 and id < ?1 + ?2)";
    private const string DeleteFinished = "delete from wms_webhook_delivery_log where id >= ?1 and id < ?1 + ?2";
    private const string DeleteUnfinished = "delete from wms_webhook_delivery where id >= ?1 and id < ?1 + ?2";
    private const string DeleteBodies = "delete from wms_webhook_body where key >= ?1 and key < ?1 + ?2";
    private const string DeleteEvent = "delete from wms_webhook_event where key = ?1";

    public async Task<int> EraseTenantAsync(string? tenantId, int limit, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(session => Read(session, tenantId, limit), cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? 0 : await database.WriteAsync(WriteKind.Other, session => Remove(session, found), cancellationToken).ConfigureAwait(false);
    }

    private static List<Event> Read(SqliteSession session, string? tenantId, int limit)
    {
        var found = new List<Event>();
        var row = session.Prepare(Find).Bind(1, tenantId).Bind(2, (long)limit);
        while (row.Step())
        {
            found.Add(new Event(row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3), row.Int64(4)));
        }

        return found;
    }

    private static int Remove(WriteSession session, List<Event> events)
    {
        var rows = 0;
        foreach (var one in events)
        {
            session.Prepare(DeleteListed).Bind(1, one.FirstDelivery).Bind(2, one.Deliveries).Run();
            foreach (var sql in new[] { DeleteAttempts, DeleteFinished, DeleteUnfinished })
            {
                rows += session.Prepare(sql).Bind(1, one.FirstDelivery).Bind(2, one.Deliveries).RunCounted();
            }

            rows += session.Prepare(DeleteBodies).Bind(1, one.FirstBody).Bind(2, one.Bodies).RunCounted();
            rows += session.Prepare(DeleteEvent).Bind(1, one.Key).RunCounted();
        }

        return rows;
    }

    private readonly record struct Event(long Key, long FirstDelivery, long Deliveries, long FirstBody, long Bodies);
}
