using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>A row of the log, as far as a resend needs it.</summary>
internal readonly record struct FinishedDelivery(long Id, long EventKey, long Subscription, bool HasBody)
{
    internal const string FindRow = """
        select l.event_key, l.subscription_id, b.bytes is not null
        from wms_webhook_delivery_log l left join wms_webhook_body b on b.key = l.body_key
        where l.id = ?1
        """;

    // Claims start level with the attempts: a resend is no sign of a worker that died.
    internal const string MakeDue = """
        insert into wms_webhook_delivery (id, event_key, subscription_id, lane, body_key, due_at, token, claims, attempts, steps, trigger, failure, status, latency)
        select id, event_key, subscription_id, ?2, body_key, ?3, 0, attempts, attempts, steps, ?4, failure, status, latency
        from wms_webhook_delivery_log where id = ?1
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
    public void Resend(WriteSession session, AttemptTrigger trigger, long now) =>
        session.Prepare(MakeDue).Bind(1, Id).Bind(2, trigger == AttemptTrigger.Resend ? 0 : Subscription).Bind(3, now).Bind(4, (int)trigger).Run();
}
