using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>A delivery as people see it, from either table with the same columns.</summary>
internal static class DeliverySummaryRow
{
    /// <summary>What was added as a test; one that is being resent has that in its row of the log, and one that is recovered never was.</summary>
    public const string IsUnfinishedTest = "(d.trigger = 3 or (d.trigger = 1 and exists (select 1 from wms_webhook_delivery_log l where l.id = d.id and l.is_test = 1)))";

    /// <summary>What is being sent is due again when its lease ends. Held is what waits in a lane that is not served; what a person made due (lane 0) waits for nobody.</summary>
    public const string UnfinishedColumns = """
        select d.id, d.subscription_id, iif(d.token = 0, 0, 1), coalesce(d.lease_until, d.due_at), null, d.attempts, d.steps, d.failure, d.status, d.latency,
            e.tenant, e.id, e.type, e.subject, e.added_at,
            d.token = 0 and d.lane <> 0 and exists (select 1 from wms_webhook_subscription s where s.id = d.subscription_id and s.state <> 0),
        """ + "\n    " + IsUnfinishedTest + ", d.body_key, d.event_key";

    public const string FinishedColumns = """
        select d.id, d.subscription_id, d.state, null, d.finished_at, d.attempts, d.steps, d.failure, d.status, d.latency,
            e.tenant, e.id, e.type, e.subject, e.added_at, 0, d.is_test, d.body_key, d.event_key
        """;

    public const int BodyKeyColumn = 17;

    public const int EventKeyColumn = 18;

    public static DeliverySummary Read(Statement row)
    {
        var steps = row.Int32(6);
        return new DeliverySummary
        {
            Id = new DeliveryId(row.Int64(0)),
            Subscription = new SubscriptionId(row.Int64(1)),
            State = (DeliveryState)row.Int32(2),
            DueAt = row.Int64OrNull(3).ToTime(),
            FinishedAt = row.Int64OrNull(4).ToTime(),
            Attempts = row.Int32(5),
            Retries = Math.Max(0, steps - 1),
            Failure = (FailureClass)row.Int32(7),
            StatusCode = row.Int32OrNull(8),
            Latency = row.Int64OrNull(9).ToSpan(),
            TenantId = row.TextOrNull(10),
            EventId = row.Text(11),
            EventType = row.Text(12),
            Subject = row.TextOrNull(13),
            CreatedAt = row.Int64(14).ToTime(),
            IsHeld = row.Int64(15) == 1,
            IsTest = row.Int64(16) == 1,
        };
    }
}
