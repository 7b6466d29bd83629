using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>One delivery with everything that is known of it.</summary>
internal static class DeliveryDetailsReader
{
    internal const string Unfinished = DeliverySummaryRow.UnfinishedColumns
        + "\nfrom wms_webhook_delivery d cross join wms_webhook_event e on e.key = d.event_key where d.id = ?1";

    internal const string Finished = DeliverySummaryRow.FinishedColumns
        + "\nfrom wms_webhook_delivery_log d cross join wms_webhook_event e on e.key = d.event_key where d.id = ?1";

    internal const string Body = "select contract, bytes from wms_webhook_body where key = ?1";

    internal const string FirstBody = "select contract, bytes from wms_webhook_event where key = ?1";

    internal const string Attempts = """
        select number, trigger, started_at, latency, status, failure, rule, next_at, truncated, node, answer
        from wms_webhook_attempt where delivery_id = ?1 order by number
        """;

    public static DeliveryDetails? Read(SqliteSession session, DeliveryId id, TenantScope tenant)
    {
        if ((Find(session, Unfinished, id) ?? Find(session, Finished, id)) is not { } found || !tenant.Includes(found.Summary.TenantId))
        {
            return null;
        }

        var body = found.BodyKey == 0 ? session.Prepare(FirstBody).Bind(1, found.EventKey) : session.Prepare(Body).Bind(1, found.BodyKey);
        var (contract, bytes) = body.Step() ? (body.Text(0), body.BlobOrNull(1)) : ("", null);
        body.Reset();
        return new DeliveryDetails(found.Summary, contract, bytes, ReadAttempts(session, id));
    }

    private static (DeliverySummary Summary, long BodyKey, long EventKey)? Find(SqliteSession session, string sql, DeliveryId id)
    {
        var row = session.Prepare(sql).Bind(1, id.Value);
        if (!row.Step())
        {
            return null;
        }

        var found = (DeliverySummaryRow.Read(row), row.Int64(DeliverySummaryRow.BodyKeyColumn), row.Int64(DeliverySummaryRow.EventKeyColumn));
        row.Reset();
        return found;
    }

    private static List<DeliveryAttempt> ReadAttempts(SqliteSession session, DeliveryId id)
    {
        var attempts = new List<DeliveryAttempt>();
        var row = session.Prepare(Attempts).Bind(1, id.Value);
        while (row.Step())
        {
            attempts.Add(new DeliveryAttempt
            {
                Number = row.Int32(0),
                Trigger = (AttemptTrigger)row.Int32(1),
                StartedAt = row.Int64(2).ToTime(),
                Latency = TimeSpan.FromTicks(row.Int64(3)),
                StatusCode = row.Int32OrNull(4),
                Failure = (FailureClass)row.Int32(5),
                Rule = row.Text(6),
                NextAt = row.Int64OrNull(7).ToTime(),
                AnswerTruncated = row.Int64(8) == 1,
                Node = row.Text(9),
                Answer = row.Blob(10),
            });
        }

        return attempts;
    }
}
