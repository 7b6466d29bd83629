using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Stores attempts and moves their deliveries and subscriptions on. Rows are locked in one order everywhere: deliveries by id, subscriptions by id, then the store-wide version.</summary>
internal static class RecordAttempts
{
    // Locked first and compared then: a lease that was lost while this waited is seen as lost.
    private const string Move = """
        with given as materialized (
            select * from unnest($1::bigint[], $2::bigint[], $3::integer[], $4::integer[], $5::timestamptz[], $6::integer[], $7::boolean[], $8::boolean[],
                    $9::integer[], $10::timestamptz[], $11::interval[], $12::integer[], $13::integer[], $14::text[], $15::timestamptz[], $16::boolean[], $17::text[], $18::bytea[])
                as g(id, token, asked, next, due_at, failure, counts_step, has_attempt,
                    trigger, started_at, latency, status, attempt_failure, rule, next_at, truncated, node, answer)
        ), locked as materialized (
            select d.* from {schema}.wms_webhook_delivery d where d.id = any($1) order by d.id for update
        ), moved as materialized (
            select d.id, d.event_key, d.subscription_id, d.body, d.trigger, d.back_due_at,
                d.attempts + g.has_attempt::integer as attempts,
                d.steps + g.counts_step::integer as steps,
                case when g.has_attempt then g.status else d.status end as status,
                case when g.has_attempt then g.latency else d.latency end as latency,
                g.next, g.due_at, g.failure,
                case
                    when g.next = 0 then 0                                                                              -- later
                    when g.next = 2 or g.asked not in (1, 2) then 1                                                     -- ended
                    when exists (select 1 from {schema}.wms_webhook_delivery_log l where l.id = d.id) then 2            -- had ended before: as it was
                    when g.next = 4 then 1
                    else 3                                                                                              -- back to its schedule
                end as step
            from locked d join given g on g.id = d.id and g.token = d.token
        ), removed as (
            delete from {schema}.wms_webhook_delivery where id = any(array(select m.id from moved m where m.step in (1, 2)))
        ), ended as (
            insert into {schema}.wms_webhook_delivery_log
                (id, event_key, subscription_id, body, state, failure, finished_at, attempts, steps, status, latency, is_test)
            select m.id, m.event_key, m.subscription_id, m.body, m.next, m.failure, $19, m.attempts, m.steps, m.status, m.latency, m.trigger = 3 from moved m where m.step = 1
            on conflict (id) do update set state = excluded.state, failure = excluded.failure, finished_at = excluded.finished_at,
                attempts = excluded.attempts, steps = excluded.steps, status = excluded.status, latency = excluded.latency
        ), put_back as (
            update {schema}.wms_webhook_delivery_log l
            set failure = case l.state when 2 then l.failure else m.failure end, attempts = m.attempts, steps = m.steps, status = m.status, latency = m.latency
            from moved m where l.id = m.id and l.id = any($1) and m.step = 2
        ), later as (
            update {schema}.wms_webhook_delivery d
            set lane = case when m.step = 0 and m.trigger in (1, 3) then 0 else d.subscription_id end,
                trigger = case m.step when 0 then m.trigger else 0 end,
                due_at = case m.step when 0 then m.due_at else coalesce(m.back_due_at, $19) end,
                back_due_at = case m.step when 0 then m.back_due_at end,
                token = 0, attempts = m.attempts, steps = m.steps, failure = m.failure, status = m.status, latency = m.latency
            from moved m where d.id = m.id and d.id = any($1) and m.step in (0, 3)
        ), logged as (
            insert into {schema}.wms_webhook_attempt (delivery_id, number, trigger, failure, status, truncated, started_at, next_at, latency, node, rule, answer)
            select m.id, m.attempts, g.trigger, g.attempt_failure, g.status, g.truncated, g.started_at, g.next_at, g.latency, g.node, g.rule, g.answer
            from moved m join given g on g.id = m.id where g.has_attempt
        )
        """;

    private const string Accepted = " select m.id from moved m";

    internal const string MoveOnly = Move + Accepted;

    // What a success clears is mostly clear already: then no subscription's row is touched, and nobody waits for one.
    internal const string MoveDelivered = Move + """
        , cleared as (
            update {schema}.wms_webhook_subscription s set first_failure_at = null, failed_in_row = 0
            where s.id = any(array(
                select c.id from {schema}.wms_webhook_subscription c
                where c.id = any(array(select distinct m.subscription_id from moved m where m.trigger <> 3)) and (c.first_failure_at is not null or c.failed_in_row <> 0)
                order by c.id for update))
        )
        """ + Accepted;

    public static async Task<RecordResult[]> RunAsync(PgDatabase database, IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (records.FirstOrDefault(record => record.Next == DeliveryState.Pending && record.DueAt is null) is { } undated)
        {
            throw new ArgumentException($"The record of {undated.Delivery} leaves it pending without saying when it is due.", nameof(records));
        }

        var results = new RecordResult[records.Count];
        if (records.All(record => record is { Next: DeliveryState.Delivered, LaneWaitsUntil: null, Disable: null }))
        {
            var accepted = await database.RunAsync((session, token) => MoveAsync(session, MoveDelivered, records, now, token), cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < results.Length; i++)
            {
                results[i] = new RecordResult(accepted.Contains(records[i].Delivery.Value));
            }

            return results;
        }

        return await database.TransactAsync(
            async (session, token) =>
            {
                var accepted = await MoveAsync(session, MoveOnly, records, now, token).ConfigureAwait(false);
                return await new SubscriptionHealth(session, now).ApplyAsync(records, accepted, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<HashSet<long>> MoveAsync(PgSession session, string text, IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken) =>
        [.. await session.QueryAsync(text, static row => row.GetInt64(0), cancellationToken, Columns(records, now)).ConfigureAwait(false)];

    private static NpgsqlParameter[] Columns(IReadOnlyList<DeliveryRecord> records, DateTimeOffset now) =>
    [
        Parameter.Of(records.Select(record => record.Delivery.Value).ToArray()),
        Parameter.Of(records.Select(record => record.LeaseToken).ToArray()),
        Parameter.Of(records.Select(record => (int)record.Trigger).ToArray()),
        Parameter.Of(records.Select(record => (int)record.Next).ToArray()),
        Parameter.Of(records.Select(record => record.DueAt).ToArray()),
        Parameter.Of(records.Select(record => (int)record.Failure).ToArray()),
        Parameter.Of(records.Select(record => record.CountsStep).ToArray()),
        Parameter.Of(records.Select(record => record.Attempt is not null).ToArray()),
        Parameter.Of(records.Select(record => (int?)record.Attempt?.Trigger).ToArray()),
        Parameter.Of(records.Select(record => record.Attempt?.StartedAt).ToArray()),
        Parameter.Of(records.Select(record => record.Attempt?.Latency).ToArray()),
        Parameter.Of(records.Select(record => record.Attempt?.StatusCode).ToArray()),
        Parameter.Of(records.Select(record => (int?)record.Attempt?.Failure).ToArray()),
        Parameter.Texts(records.Select(record => record.Attempt?.Rule)),
        Parameter.Of(records.Select(record => record.Attempt?.NextAt).ToArray()),
        Parameter.Of(records.Select(record => record.Attempt?.AnswerTruncated ?? false).ToArray()),
        Parameter.Texts(records.Select(record => record.Attempt?.Node)),
        Parameter.Of(records.Select(record => record.Attempt?.Answer ?? []).ToArray()),
        Parameter.Of(now),
    ];
}
