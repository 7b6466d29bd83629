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

    // Claims start level with the attempts: a resend is no sign of a worker that died.
    internal const string MakeDue = """
        insert into {schema}.wms_webhook_delivery
            (id, event_key, subscription_id, lane, body, due_at, token, claims, attempts, steps, trigger, failure, status, latency)
        select l.id, l.event_key, l.subscription_id, case $2 when 1 then 0 else l.subscription_id end, l.body, $3, 0, l.attempts, l.attempts, l.steps, $2, l.failure, l.status, l.latency
        from {schema}.wms_webhook_delivery_log l where l.id = any($1)
        on conflict (id) do nothing
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
    public static Task<int> ResendAsync(PgSession session, long[] ids, AttemptTrigger trigger, DateTimeOffset now, CancellationToken cancellationToken) =>
        session.ExecuteAsync(MakeDue, cancellationToken, Parameter.Of(ids), Parameter.Of((int)trigger), Parameter.Of(now));
}
