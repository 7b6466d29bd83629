using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Removes what is older than its retention, a small batch in a transaction. Rows are locked first and looked at again then, so that a resend that came in between keeps what it needs; what somebody holds is passed over.</summary>
internal static class Sweep
{
    // Not "not exists": that is taken for a join of whole tables, and a batch is a few rows of one.
    private const string HasNoneUnfinished = "(select d.id from {schema}.wms_webhook_delivery d where d.id = any(e.delivery_ids) limit 1) is null";

    private const string HasNoneFinished = "(select l.id from {schema}.wms_webhook_delivery_log l where l.id = any(e.delivery_ids) limit 1) is null";

    internal const string LockFinished = """
        select l.id from {schema}.wms_webhook_delivery_log l
        where l.finished_at < $1 and (select d.id from {schema}.wms_webhook_delivery d where d.id = l.id) is null
        order by l.finished_at limit $2 for update skip locked
        """;

    internal const string LockBodies = "select e.key from {schema}.wms_webhook_event e where not e.bodies_purged and e.added_at < $1 and " + HasNoneUnfinished
        + " order by e.added_at limit $2 for update skip locked";

    internal const string LockEvents = "select e.key from {schema}.wms_webhook_event e where e.bodies_purged and e.added_at < $1 and " + HasNoneUnfinished
        + " and " + HasNoneFinished + " order by e.added_at limit $2 for update skip locked";

    internal const string DeleteFinished = """
        with gone as (
            delete from {schema}.wms_webhook_delivery_log l where l.id = any($1) and (select d.id from {schema}.wms_webhook_delivery d where d.id = l.id) is null returning l.id
        ), attempts as (
            delete from {schema}.wms_webhook_attempt a where a.delivery_id = any(array(select g.id from gone g)) returning 1
        )
        select (select count(*) from gone) + (select count(*) from attempts)
        """;

    internal const string EmptyBodies = """
        with purged as (
            update {schema}.wms_webhook_event e set bodies_purged = true, bytes = null where e.key = any($1) and
        """ + " " + HasNoneUnfinished + """
         returning e.key
        ), bodies as (
            update {schema}.wms_webhook_body b set bytes = null where b.event_key = any(array(select p.key from purged p)) returning 1
        )
        select (select count(*) from purged) + (select count(*) from bodies)
        """;

    internal const string DeleteEvents = "with gone as (delete from {schema}.wms_webhook_event e where e.key = any($1) and " + HasNoneUnfinished + " and " + HasNoneFinished + """
         returning e.key
        ), bodies as (
            delete from {schema}.wms_webhook_body b where b.event_key = any(array(select g.key from gone g))
        )
        select count(*) from gone
        """;

    public static async Task<int> RunAsync(PgSession session, PurgeRequest request, CancellationToken cancellationToken)
    {
        var rows = await BatchAsync(session, LockFinished, DeleteFinished, request.LogBefore, request.Limit, cancellationToken).ConfigureAwait(false);
        if (rows == 0)
        {
            rows = await BatchAsync(session, LockBodies, EmptyBodies, request.LogBefore, request.Limit, cancellationToken).ConfigureAwait(false);
        }

        return rows == 0
            ? await BatchAsync(session, LockEvents, DeleteEvents, request.EventIdsBefore, request.Limit, cancellationToken).ConfigureAwait(false)
            : rows;
    }

    private static async Task<int> BatchAsync(PgSession session, string find, string remove, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        // What "has none" is thought so rare that for a few rows the whole table would be read and sorted, batch after batch.
        var ids = await session.SeekAsync(find, static row => row.GetInt64(0), cancellationToken, Parameter.Of(before), Parameter.Of((long)limit)).ConfigureAwait(false);
        return ids.Count == 0
            ? 0
            : (int)(await session.QueryAsync(remove, static row => row.GetInt64(0), cancellationToken, Parameter.Of(ids.ToArray())).ConfigureAwait(false))[0];
    }
}
