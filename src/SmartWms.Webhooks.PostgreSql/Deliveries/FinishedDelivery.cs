using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>A row of the log, locked, with its event kept from being swept meanwhile.</summary>
internal readonly record struct FinishedDelivery(long Id, bool HasBody, string? TenantId)
{
    // The sweep locks event and log row before it looks whether somebody needs them; what it has purged shows in the locked row.
    // First the event, then the row: in the order of the clauses, which is that of the erasure.
    internal const string FindRow = """
        select l.id, not e.bodies_purged, e.tenant
        from {schema}.wms_webhook_delivery_log l join {schema}.wms_webhook_event e on e.key = l.event_key
        where l.id = $1 for key share of e for update of l
        """;

    // Claims start level with the attempts: a resend is no sign of a worker that died. What is resent gets other attempts, and the row of the log then tells of the last:
    // the accepted attempt that stands in it moves to the others.
    internal const string MakeDue = """
        with due as (
            insert into {schema}.wms_webhook_delivery
                (id, event_key, subscription_id, lane, body, due_at, token, claims, attempts, steps, trigger, failure, status, latency)
            select l.id, l.event_key, l.subscription_id, case $2 when 1 then 0 else l.subscription_id end, l.body, $3, 0, l.attempts, l.attempts, l.steps, $2, l.failure, l.status, l.latency
            from {schema}.wms_webhook_delivery_log l where l.id = any($1)
            on conflict (id) do nothing
            returning id
        ), moved as (
            insert into {schema}.wms_webhook_attempt (delivery_id, number, trigger, failure, status, truncated, started_at, next_at, latency, node, rule, answer)
            select l.id, l.attempts, 0, 0, l.status, l.truncated, l.started_at, null, l.latency, l.node, l.rule, l.answer
            from {schema}.wms_webhook_delivery_log l where l.id = any(array(select d.id from due d)) and l.started_at is not null
        ), cleared as (
            update {schema}.wms_webhook_delivery_log l set started_at = null, truncated = null, node = null, rule = null, answer = null
            where l.id = any(array(select d.id from due d)) and l.started_at is not null
        )
        select count(*)::integer from due
        """;

    public static async Task<FinishedDelivery?> FindAsync(PgSession session, DeliveryId id, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            FindRow, static row => new FinishedDelivery(row.GetInt64(0), row.GetBoolean(1), row.TextOrNull(2)), cancellationToken, Parameter.Of(id.Value)).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    public bool IsSeenBy(TenantScope tenant) => tenant.Includes(TenantId);

    /// <summary>Gives them rows among the unfinished; their rows of the log stay until the resend has ended.</summary>
    /// <returns>How many; one that has such a row already is left as it is.</returns>
    public static async Task<int> ResendAsync(PgSession session, long[] ids, AttemptTrigger trigger, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await session.QueryAsync(MakeDue, static row => row.GetInt32(0), cancellationToken, Parameter.Of(ids), Parameter.Of((int)trigger), Parameter.Of(now)).ConfigureAwait(false))[0];
}
