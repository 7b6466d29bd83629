using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>One delivery with everything that is known of it.</summary>
internal static class DeliveryDetailsReader
{
    // In one snapshot: a delivery that ends just now is in one table or in the other.
    internal const string Find = DeliverySummaryRow.UnfinishedColumns
        + "\nfrom {schema}.wms_webhook_delivery d join {schema}.wms_webhook_event e on e.key = d.event_key where d.id = $1\nunion all\n"
        + DeliverySummaryRow.FinishedColumns
        + "\nfrom {schema}.wms_webhook_delivery_log d join {schema}.wms_webhook_event e on e.key = d.event_key where d.id = $1"
        + "\n    and (select h.id from {schema}.wms_webhook_delivery h where h.id = $1) is null";

    // An event's first body stands in its row, unless an older package wrote it.
    internal const string Body = """
        select e.contract, e.bytes from {schema}.wms_webhook_event e where e.key = $1 and $2 = 0 and e.contract is not null
        union all
        select b.contract, b.bytes from {schema}.wms_webhook_body b where b.event_key = $1 and b.number = $2
        """;

    // From the newest on through the primary key, and no further than is shown. What is kept beside the row (TOAST) is fetched for the answers that are shown.
    // The attempt that stands in the row of the log is the newest, as its number is how many there were.
    internal const string Attempts = """
        select a.number, a.trigger, a.started_at, a.latency, a.status, a.failure, a.rule, a.next_at, a.truncated, a.node,
            case when a.number = 1 or a.place <= $3 then a.answer end, octet_length(a.answer)
        from (
            select k.*, row_number() over (order by k.number desc) as place
            from (
                (select n.* from {schema}.wms_webhook_attempt n where n.delivery_id = $1 and n.number > 1 order by n.number desc limit $2)
                union all
                select f.* from {schema}.wms_webhook_attempt f where f.delivery_id = $1 and f.number = 1
                union all
                select l.id, l.attempts, 0::smallint, 0::smallint, l.status, l.truncated, l.started_at, null::timestamptz, l.latency, l.node, l.rule, l.answer
                from {schema}.wms_webhook_delivery_log l where l.id = $1 and l.started_at is not null
            ) k
        ) a
        where a.number = 1 or a.place <= $2 order by a.number
        """;

    public static async Task<DeliveryDetails?> RunAsync(PgSession session, DeliveryId id, TenantScope tenant, CancellationToken cancellationToken)
    {
        var found = await session.QueryAsync(
            Find,
            static row => (Summary: DeliverySummaryRow.Read(row), Event: row.GetInt64(DeliverySummaryRow.EventKeyColumn), Body: row.GetInt16(DeliverySummaryRow.BodyColumn)),
            cancellationToken,
            Parameter.Of(id.Value)).ConfigureAwait(false);
        if (found.Count == 0 || !tenant.Includes(found[0].Summary.TenantId))
        {
            return null;
        }

        var (bodies, attempts) = await session.QueryBothAsync(
            (Body, static row => (Contract: row.GetString(0), Bytes: row.BytesOrNull(1)), [Parameter.Of(found[0].Event), Parameter.Of((int)found[0].Body)]),
            (Attempts, ReadAttempt, [Parameter.Of(id.Value), Parameter.Of((long)DeliveryDetails.NewestAttempts), Parameter.Of((long)DeliveryDetails.NewestAnswers)]),
            cancellationToken).ConfigureAwait(false);
        var (contract, bytes) = bodies.Count == 0 ? ("", null) : bodies[0];
        return new DeliveryDetails(found[0].Summary, contract, bytes, attempts);
    }

    private static DeliveryAttempt ReadAttempt(Npgsql.NpgsqlDataReader row) => new()
    {
        Number = row.GetInt32(0),
        Trigger = (AttemptTrigger)row.GetInt16(1),
        StartedAt = row.Time(2),
        Latency = row.GetTimeSpan(3),
        StatusCode = row.IntOrNull(4),
        Failure = (FailureClass)row.GetInt16(5),
        Rule = row.GetString(6),
        NextAt = row.TimeOrNull(7),
        AnswerTruncated = row.GetBoolean(8),
        Node = row.GetString(9),
        Answer = row.BytesOrNull(10) ?? [],
        AnswerLeftOut = row.IsDBNull(10) && row.GetInt32(11) > 0,
    };
}
