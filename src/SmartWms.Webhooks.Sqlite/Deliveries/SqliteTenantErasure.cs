using System.Collections.Concurrent;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Erases a tenant from the SQLite file. Looked for on a reading connection; an event never changes its tenant, its deliveries or its bodies.</summary>
internal sealed class SqliteTenantErasure(SqliteDatabase database) : ITenantErasure
{
    private const string Find = "select key, first_delivery, delivery_count, first_body, body_count from wms_webhook_event where key > ?3 and tenant is ?1 order by key limit ?2";
    private const string DeleteAttempts = "delete from wms_webhook_other_attempt where delivery_id >= ?1 and delivery_id < ?1 + ?2";
    private const string DeleteListed =
        "delete from wms_webhook_delivery_list where (subscription_id, id) in (select subscription_id, id from wms_webhook_delivery_log where id >= ?1 and id < ?1 + ?2)";
    private const string DeleteFinished = "delete from wms_webhook_delivery_log where id >= ?1 and id < ?1 + ?2";
    private const string DeleteUnfinished = "delete from wms_webhook_delivery where id >= ?1 and id < ?1 + ?2";
    private const string DeleteBodies = "delete from wms_webhook_body where key >= ?1 and key < ?1 + ?2";
    private const string DeleteEvent = "delete from wms_webhook_event where key = ?1";

    // How far each tenant's erasure has come: a batch that began at the first event again would look at everybody's once for every batch.
    private readonly ConcurrentDictionary<string, long> _reached = new(StringComparer.Ordinal);

    public async Task<int> EraseTenantAsync(string? tenantId, int limit, CancellationToken cancellationToken)
    {
        var tenant = tenantId is null ? "" : '=' + tenantId;
        var after = _reached.GetValueOrDefault(tenant);
        var found = await database.ReadAsync(session => Read(session, tenantId, after, limit), cancellationToken).ConfigureAwait(false);
        if (found.Count == 0 && _reached.TryRemove(tenant, out _))
        {
            // Once more over all: the key of an event that is gone may be given to another.
            found = await database.ReadAsync(session => Read(session, tenantId, 0, limit), cancellationToken).ConfigureAwait(false);
        }

        if (found.Count == 0)
        {
            return 0;
        }

        var gone = await database.WriteAsync(WriteKind.Other, session => Remove(session, found), cancellationToken).ConfigureAwait(false);
        _reached[tenant] = found[^1].Key;
        return gone;
    }

    private static List<Event> Read(SqliteSession session, string? tenantId, long after, int limit)
    {
        var found = new List<Event>();
        var row = session.Prepare(Find).Bind(1, tenantId).Bind(2, (long)limit).Bind(3, after);
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
