using Npgsql;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.PostgreSql.Connections;

namespace SmartWms.Webhooks.PostgreSql.Deliveries;

/// <summary>Stores attempts and moves their deliveries and subscriptions on. Rows are locked in one order everywhere: deliveries by id, subscriptions by id, then the store-wide version.</summary>
internal static class RecordAttempts
{
    // Row by row through the primary key, in the order given, which is that of the ids. A lease that was lost while this waited for its row is seen as lost.
    // Everything that follows is carried along: a join of what was moved with what was given would be planned for one row and run for all of them.
    private const string Move = """
        with given as materialized (
            select * from unnest($1::bigint[], $2::bigint[], $3::integer[], $4::integer[], $5::timestamptz[], $6::integer[], $7::boolean[], $8::boolean[],
                    $9::integer[], $10::timestamptz[], $11::interval[], $12::integer[], $13::integer[], $14::text[], $15::timestamptz[], $16::boolean[], $17::text[], $18::bytea[])
                as g(id, token, asked, next, due_at, failure, counts_step, has_attempt,
                    trigger, started_at, latency, status, attempt_failure, rule, next_at, truncated, node, answer)
        ), moved as materialized (
            select d.id, d.event_key, d.subscription_id, d.body, d.trigger, d.back_due_at,
                d.attempts + g.has_attempt::integer as attempts,
                d.steps + g.counts_step::integer as steps,
                case when g.has_attempt then g.status else d.status end as status,
                case when g.has_attempt then g.latency else d.latency end as latency,
                g.next, g.due_at, g.failure, d.failure as failure_before, g.has_attempt,
                g.trigger as attempt_trigger, g.started_at, g.latency as attempt_latency, g.status as attempt_status, g.attempt_failure, g.rule, g.next_at, g.truncated, g.node, g.answer,
                case
                    when g.next = 0 then 0                                                                              -- later
                    when g.next = 2 or g.asked not in (1, 2) then 1                                                     -- ended
                    when (select l.id from {schema}.wms_webhook_delivery_log l where l.id = d.id) is not null then 2      -- had ended before: as it was
                    when g.next = 4 then 1
                    else 3                                                                                              -- back to its schedule
                end as step
            from given g cross join lateral (
                select d.* from {schema}.wms_webhook_delivery d where d.id = g.id and d.token = g.token for update) d
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
            set failure = case when l.state = 2 then l.failure when m.next = 4 then m.failure_before else m.failure end, attempts = m.attempts, steps = m.steps, status = m.status, latency = m.latency
            from moved m where l.id = m.id and m.step = 2
        ), later as (
            update {schema}.wms_webhook_delivery d
            set lane = case when m.step = 0 and m.trigger in (1, 3) then 0 else d.subscription_id end,
                trigger = case m.step when 0 then m.trigger else 0 end,
                due_at = case m.step when 0 then m.due_at else coalesce(m.back_due_at, $19) end,
                back_due_at = case m.step when 0 then m.back_due_at end,
                lease_until = null, token = 0, attempts = m.attempts, steps = m.steps, failure = m.failure, status = m.status, latency = m.latency
            from moved m where d.id = m.id and m.step in (0, 3)
        ), logged as (
            insert into {schema}.wms_webhook_attempt (delivery_id, number, trigger, failure, status, truncated, started_at, next_at, latency, node, rule, answer)
            select m.id, m.attempts, m.attempt_trigger, m.attempt_failure, m.attempt_status, m.truncated, m.started_at, m.next_at, m.attempt_latency, m.node, m.rule, m.answer
            from moved m where m.has_attempt
        )
        """;

    private const string Accepted = " select m.id from moved m";

    internal const string MoveOnly = Move + Accepted;

    // What a success clears is mostly clear already: then no subscription's row is touched, and nobody waits for one.
    private const string Cleared = """
        , cleared as (
            update {schema}.wms_webhook_subscription s set first_failure_at = null, failed_in_row = 0
            where s.id = any(array(
                select c.id from {schema}.wms_webhook_subscription c
                where c.id = any(array(select distinct m.subscription_id from moved m where m.trigger <> 3)) and (c.first_failure_at is not null or c.failed_in_row <> 0)
                order by c.id for update))
        )
        """;

    internal const string MoveDelivered = Move + Cleared + Accepted;

    // Nearly all: accepted by the receiver on the schedule (trigger 0), and so without a row in the log yet. Found one by one through the primary key and taken away where they
    // stood: the delete is the lock, and one that waited for it finds the row gone from there and goes the long way. Here alone the plan chooses the order of the locks: only a batch
    // whose leases were lost can meet another's, and of two that wait for each other one is tried again. The accepted attempt stands in the delivery's row of the log.
    internal const string Delivered = """
        with given as materialized (
            select g.*, d.at from unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::interval[], $5::integer[], $6::text[], $7::boolean[], $8::text[], $9::bytea[])
                as g(id, token, started_at, latency, status, rule, truncated, node, answer)
            cross join lateral (select d.ctid as at from {schema}.wms_webhook_delivery d where d.id = g.id and d.token = g.token limit 1) d
        ), moved as (
            delete from {schema}.wms_webhook_delivery d using given g where d.ctid = g.at and d.id = g.id and d.token = g.token and d.trigger = 0
            returning d.id, d.event_key, d.subscription_id, d.body, d.trigger, d.attempts + 1 as attempts, d.steps + 1 as steps,
                g.started_at, g.latency, g.status, g.rule, g.truncated, g.node, g.answer
        ), ended as (
            insert into {schema}.wms_webhook_delivery_log
                (id, event_key, subscription_id, body, state, failure, finished_at, attempts, steps, status, latency, is_test, started_at, truncated, node, rule, answer)
            select m.id, m.event_key, m.subscription_id, m.body, 2, 0, $10, m.attempts, m.steps, m.status, m.latency, false, m.started_at, m.truncated, m.node, m.rule, m.answer
            from moved m
        )
        """ + Cleared + Accepted;

    public static async Task<RecordResult[]> RunAsync(PgDatabase database, IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (records.FirstOrDefault(record => record.Next == DeliveryState.Pending && record.DueAt is null) is { } undated)
        {
            throw new ArgumentException($"The record of {undated.Delivery} leaves it pending without saying when it is due.", nameof(records));
        }

        var results = new RecordResult[records.Count];
        var inOrder = records.OrderBy(record => record.Delivery).ToList();
        if (records.All(record => record is { Next: DeliveryState.Delivered, LaneWaitsUntil: null, Disable: null }))
        {
            var accepted = await DeliveredAsync(database, inOrder, now, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < results.Length; i++)
            {
                results[i] = new RecordResult(accepted.Contains(records[i].Delivery.Value));
            }

            return results;
        }

        return await database.TransactAsync(
            async (session, token) =>
            {
                var accepted = await MoveAsync(session, MoveOnly, inOrder, now, token).ConfigureAwait(false);
                return await new SubscriptionHealth(session, now).ApplyAsync(records, accepted, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<HashSet<long>> MoveAsync(PgSession session, string text, IReadOnlyList<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken) =>
        [.. await session.QueryAsync(text, static row => row.GetInt64(0), cancellationToken, Columns(records, now)).ConfigureAwait(false)];

    /// <summary>The usual ones by the short way, and what did not go it in full: resent, recovered, a test, or lost. One statement where all are usual, else one transaction.</summary>
    private static async Task<HashSet<long>> DeliveredAsync(PgDatabase database, List<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var usual = records.FindAll(IsUsual);
        if (usual.Count < records.Count)
        {
            return await database.TransactAsync(
                async (session, token) =>
                {
                    var moved = usual.Count == 0 ? [] : await UsuallyDeliveredAsync(session, usual, now, token).ConfigureAwait(false);
                    return await WithOthersAsync(session, records, moved, now, token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }

        var accepted = await database.RunAsync((session, token) => UsuallyDeliveredAsync(session, usual, now, token), cancellationToken).ConfigureAwait(false);
        return accepted.Count == records.Count
            ? accepted
            : await database.RunAsync((session, token) => WithOthersAsync(session, records, accepted, now, token), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<HashSet<long>> WithOthersAsync(PgSession session, List<DeliveryRecord> records, HashSet<long> moved, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var others = records.FindAll(record => !moved.Contains(record.Delivery.Value));
        return [.. moved, .. await MoveAsync(session, MoveDelivered, others, now, cancellationToken).ConfigureAwait(false)];
    }

    private static bool IsUsual(DeliveryRecord record) =>
        record is { Failure: FailureClass.None, CountsStep: true, Attempt: { Trigger: AttemptTrigger.Scheduled, Failure: FailureClass.None, NextAt: null } };

    private static async Task<HashSet<long>> UsuallyDeliveredAsync(PgSession session, List<DeliveryRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var attempts = records.ConvertAll(record => record.Attempt!);
        var moved = await session.QueryAsync(
            Delivered, static row => row.GetInt64(0), cancellationToken,
            Parameter.Of(records.Select(record => record.Delivery.Value).ToArray()),
            Parameter.Of(records.Select(record => record.LeaseToken).ToArray()),
            Parameter.Of(attempts.Select(attempt => attempt.StartedAt).ToArray()),
            Parameter.Of(attempts.Select(attempt => attempt.Latency).ToArray()),
            Parameter.Of(attempts.Select(attempt => attempt.StatusCode).ToArray()),
            Parameter.Texts(attempts.Select(attempt => attempt.Rule)),
            Parameter.Of(attempts.Select(attempt => attempt.AnswerTruncated).ToArray()),
            Parameter.Texts(attempts.Select(attempt => attempt.Node)),
            Parameter.Of(attempts.Select(attempt => attempt.Answer).ToArray()),
            Parameter.Of(now)).ConfigureAwait(false);
        return [.. moved];
    }

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
