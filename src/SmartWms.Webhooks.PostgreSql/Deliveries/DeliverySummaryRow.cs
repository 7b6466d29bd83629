using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>A delivery as people see it, from either table with the same columns.</summary>
internal static class DeliverySummaryRow
{
    /// <summary>What was added as a test; one that is being resent has that in its row of the log, and one that is recovered never was.</summary>
    public const string IsUnfinishedTest =
        "(d.trigger = 3 or (d.trigger = 1 and coalesce((select l.is_test from {schema}.wms_webhook_delivery_log l where l.id = d.id), false)))";

    /// <summary>What is being sent is due again when its lease ends. Held is what waits in a lane that is not served; what a person made due (lane 0) waits for nobody.</summary>
    public const string UnfinishedColumns = """
        select d.id, d.subscription_id, case d.token when 0 then 0 else 1 end as state, coalesce(d.lease_until, d.due_at) as due_at, null::timestamptz as finished_at, d.attempts, d.steps, d.failure, d.status, d.latency,
            e.tenant, e.id as event_id, e.type, e.subject, e.added_at,
            d.token = 0 and d.lane <> 0 and exists (select 1 from {schema}.wms_webhook_subscription s where s.id = d.subscription_id and s.state <> 0) as is_held,
        """ + "\n    " + IsUnfinishedTest + " as is_test, d.event_key, d.body";

    public const string FinishedColumns = """
        select d.id, d.subscription_id, d.state::integer, null::timestamptz as due_at, d.finished_at, d.attempts, d.steps, d.failure, d.status, d.latency,
            e.tenant, e.id as event_id, e.type, e.subject, e.added_at, false as is_held, d.is_test, d.event_key, d.body
        """;

    public const int EventKeyColumn = 17;

    public const int BodyColumn = 18;

    public static DeliverySummary Read(NpgsqlDataReader row) => new()
    {
        Id = new DeliveryId(row.GetInt64(0)),
        Subscription = new SubscriptionId(row.GetInt64(1)),
        State = (DeliveryState)row.GetInt32(2),
        DueAt = row.TimeOrNull(3),
        FinishedAt = row.TimeOrNull(4),
        Attempts = row.GetInt32(5),
        Retries = Math.Max(0, row.GetInt32(6) - 1),
        Failure = (FailureClass)row.GetInt16(7),
        StatusCode = row.IntOrNull(8),
        Latency = row.SpanOrNull(9),
        TenantId = row.TextOrNull(10),
        EventId = row.GetString(11),
        EventType = row.GetString(12),
        Subject = row.TextOrNull(13),
        CreatedAt = row.Time(14),
        IsHeld = row.GetBoolean(15),
        IsTest = row.GetBoolean(16),
    };
}
