using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Erases a tenant from the PostgreSQL database, a batch of events in each transaction. No index serves this: it is seldom, and an index would cost every publish.</summary>
internal sealed class PostgreSqlTenantErasure(PgDatabase database) : ITenantErasure
{
    // Whoever resends one of its deliveries holds the event: this waits for them, and they for this.
    internal const string Find = "select e.key, e.delivery_ids from {schema}.wms_webhook_event e where e.tenant is not distinct from $1 order by e.key limit $2 for update";

    // A delivery that ends meanwhile moves to the log: a statement that began before would see it in neither place. Its own statement, so that the next one sees what ended.
    internal const string LockUnfinished = "select d.id from {schema}.wms_webhook_delivery d where d.id = any($1) order by d.id for update";

    // The sweep holds the row of the log before it takes the attempts: so does this.
    internal const string LockFinished = "select l.id from {schema}.wms_webhook_delivery_log l where l.id = any($1) order by l.id for update";

    internal const string Remove = """
        with attempts as (
            delete from {schema}.wms_webhook_attempt a where a.delivery_id = any($2) returning 1
        ), finished as (
            delete from {schema}.wms_webhook_delivery_log l where l.id = any($2) returning 1
        ), unfinished as (
            delete from {schema}.wms_webhook_delivery d where d.id = any($2) returning 1
        ), bodies as (
            delete from {schema}.wms_webhook_body b where b.event_key = any($1) returning 1
        ), events as (
            delete from {schema}.wms_webhook_event e where e.key = any($1) returning 1
        )
        select (select count(*) from attempts) + (select count(*) from finished) + (select count(*) from unfinished) + (select count(*) from bodies) + (select count(*) from events)
        """;

    public Task<int> EraseTenantAsync(string? tenantId, int limit, CancellationToken cancellationToken) =>
        database.TransactAsync((session, token) => RunAsync(session, tenantId, limit, token), cancellationToken);

    private static async Task<int> RunAsync(PgSession session, string? tenantId, int limit, CancellationToken cancellationToken)
    {
        var events = await session.QueryAsync(
            Find, static row => (Key: row.GetInt64(0), Deliveries: row.List<long>(1)), cancellationToken, Parameter.Text(tenantId), Parameter.Of((long)limit)).ConfigureAwait(false);
        if (events.Count == 0)
        {
            return 0;
        }

        var keys = events.Select(row => row.Key).ToArray();
        var deliveries = events.SelectMany(row => row.Deliveries).ToArray();
        await session.QueryAsync(LockUnfinished, static row => row.GetInt64(0), cancellationToken, Parameter.Of(deliveries)).ConfigureAwait(false);
        await session.QueryAsync(LockFinished, static row => row.GetInt64(0), cancellationToken, Parameter.Of(deliveries)).ConfigureAwait(false);
        var gone = await session.QueryAsync(Remove, static row => row.GetInt64(0), cancellationToken, Parameter.Of(keys), Parameter.Of(deliveries)).ConfigureAwait(false);
        return (int)Math.Max(1, gone[0]);
    }
}
