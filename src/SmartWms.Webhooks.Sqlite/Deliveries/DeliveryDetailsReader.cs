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

    internal const string FirstAttempt = """
        select number, trigger, started_at, latency, status, failure, rule, next_at, truncated, node, answer, length(answer)
        from wms_webhook_attempt where delivery_id = ?1 and number = 1
        """;

    // From the newest on through the primary key, and no further than is shown. Not of the view of both tables: of that SQLite makes a table of every attempt first, and sorts it.
    internal const string NewestAttempts = """
        select number, trigger, started_at, latency, status, failure, rule, next_at, truncated, node, case when number > ?2 then answer end, length(answer)
        from wms_webhook_other_attempt where delivery_id = ?1 and number > 1 order by number desc limit ?3
        """;

    internal const string AcceptedAttempt = """
        select attempts, 0, started_at, latency, status, 0, rule, null, truncated, node, case when attempts > ?2 then answer end, length(answer)
        from wms_webhook_delivery_log where id = ?1 and attempts > 1 and started_at is not null
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
        return new DeliveryDetails(found.Summary, contract, bytes, ReadAttempts(session, id, found.Summary.Attempts));
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

    private static List<DeliveryAttempt> ReadAttempts(SqliteSession session, DeliveryId id, int made)
    {
        var answersAfter = made - DeliveryDetails.NewestAnswers;
        var first = Read(session.Prepare(FirstAttempt).Bind(1, id.Value));
        var newest = Read(session.Prepare(NewestAttempts).Bind(1, id.Value).Bind(2, answersAfter).Bind(3, DeliveryDetails.NewestAttempts));
        var accepted = Read(session.Prepare(AcceptedAttempt).Bind(1, id.Value).Bind(2, answersAfter));
        return [.. first, .. newest.Concat(accepted).OrderByDescending(attempt => attempt.Number).Take(DeliveryDetails.NewestAttempts).Reverse()];
    }

    private static List<DeliveryAttempt> Read(Statement row)
    {
        var attempts = new List<DeliveryAttempt>();
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
                Answer = row.BlobOrNull(10) ?? [],
                AnswerLeftOut = row.BlobOrNull(10) is null && row.Int64(11) > 0,
            });
        }

        return attempts;
    }
}
