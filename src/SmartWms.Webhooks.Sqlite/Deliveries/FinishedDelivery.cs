using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>A row of the log, as far as a resend needs it.</summary>
internal readonly record struct FinishedDelivery(long Id, long EventKey, long Subscription, bool HasBody)
{
    internal const string FindRow = """
        select l.event_key, l.subscription_id, iif(l.body_key = 0, e.bytes, b.bytes) is not null
        from wms_webhook_delivery_log l cross join wms_webhook_event e on e.key = l.event_key left join wms_webhook_body b on b.key = l.body_key
        where l.id = ?1
        """;

    // Claims start level with the attempts: a resend is no sign of a worker that died.
    internal const string MakeDue = """
        insert into wms_webhook_delivery (id, event_key, subscription_id, lane, body_key, due_at, token, claims, attempts, steps, trigger, failure, status, latency)
        select id, event_key, subscription_id, ?2, body_key, ?3, 0, attempts, attempts, steps, ?4, failure, status, latency
        from wms_webhook_delivery_log where id = ?1
        """;

    // What is resent gets other attempts, and the row of the log then tells of the last.
    internal const string MoveAttempt = """
        insert into wms_webhook_other_attempt (delivery_id, number, trigger, started_at, latency, status, failure, rule, next_at, truncated, node, answer)
        select id, attempts, 0, started_at, latency, status, 0, rule, null, truncated, node, answer
        from wms_webhook_delivery_log where id = ?1 and started_at is not null
        """;

    internal const string ClearAttempt = """
        update wms_webhook_delivery_log set started_at = null, truncated = null, node = null, rule = null, answer = null
        where id = ?1 and started_at is not null
        """;

    public static FinishedDelivery? Find(WriteSession session, long id)
    {
        var row = session.Prepare(FindRow).Bind(1, id);
        if (!row.Step())
        {
            return null;
        }

        var found = new FinishedDelivery(id, row.Int64(0), row.Int64(1), row.Int64(2) == 1);
        row.Reset();
        return found;
    }

    /// <summary>Gives it a row among the unfinished; its row of the log stays until the resend has ended.</summary>
    public void Resend(WriteSession session, AttemptTrigger trigger, long now)
    {
        session.Prepare(MakeDue).Bind(1, Id).Bind(2, trigger == AttemptTrigger.Resend ? 0 : Subscription).Bind(3, now).Bind(4, (int)trigger).Run();
        session.Prepare(MoveAttempt).Bind(1, Id).Run();
        session.Prepare(ClearAttempt).Bind(1, Id).Run();
    }
}
