using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>A row of the hot table, and what can become of it.</summary>
internal readonly record struct UnfinishedDelivery
{
    internal const string FindRow = """
        select event_key, subscription_id, body_key, due_at, token, attempts, steps, trigger, back_due_at, failure, status, latency, lease_until
        from wms_webhook_delivery where id = ?1
        """;

    internal const string DeleteRow = "delete from wms_webhook_delivery where id = ?1";

    internal const string HasLogRow = "select 1 from wms_webhook_delivery_log where id = ?1";

    // A finished delivery that was resent has its row already.
    internal const string StoreFinished = """
        insert into wms_webhook_delivery_log (id, event_key, subscription_id, body_key, state, failure, finished_at, attempts, steps, status, latency, is_test)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        on conflict (id) do update set state = excluded.state, failure = excluded.failure, finished_at = excluded.finished_at,
            attempts = excluded.attempts, steps = excluded.steps, status = excluded.status, latency = excluded.latency
        """;

    // The usual end, in two statements: the row moves from one table to the other inside SQLite. No row: something else has to be done with it, or its lease was lost.
    // "or fail": SQLite would otherwise copy every page that the statement touches, to be able to undo a part of it. There is one row, so there is no part.
    internal const string MoveDelivered = """
        insert or fail into wms_webhook_delivery_log (id, event_key, subscription_id, body_key, state, failure, finished_at, attempts, steps, status, latency, is_test,
            started_at, truncated, node, rule, answer)
        select id, event_key, subscription_id, body_key, 2, 0, ?3, attempts + 1, steps + 1, ?4, ?5, 0, ?7, ?8, ?9, ?10, ?11
        from wms_webhook_delivery where id = ?1 and token = ?2 and trigger = 0 and attempts = ?6
        """;

    // What was Delivered stays without a failure.
    internal const string StorePutBack = """
        update wms_webhook_delivery_log
        set failure = case state when 2 then failure else ?2 end, attempts = ?3, steps = ?4, status = ?5, latency = ?6
        where id = ?1
        """;

    internal const string StoreUnfinished = """
        update wms_webhook_delivery
        set lane = ?2, trigger = ?3, due_at = ?4, back_due_at = ?5, token = 0, lease_until = null, attempts = ?6, steps = ?7, failure = ?8, status = ?9, latency = ?10
        where id = ?1
        """;

    public required long Id { get; init; }

    public required long EventKey { get; init; }

    public required long Subscription { get; init; }

    public required long BodyKey { get; init; }

    public required long DueAt { get; init; }

    public required long Token { get; init; }

    public required int Attempts { get; init; }

    public required int Steps { get; init; }

    public required AttemptTrigger Trigger { get; init; }

    /// <summary>Where a failed resend of a pending delivery goes back to.</summary>
    public required long? BackDueAt { get; init; }

    public required FailureClass Failure { get; init; }

    public required int? StatusCode { get; init; }

    public required long? Latency { get; init; }

    public required long? LeaseUntil { get; init; }

    public static UnfinishedDelivery? Find(WriteSession session, long id)
    {
        var row = session.Prepare(FindRow).Bind(1, id);
        if (!row.Step())
        {
            return null;
        }

        var found = new UnfinishedDelivery
        {
            Id = id,
            EventKey = row.Int64(0),
            Subscription = row.Int64(1),
            BodyKey = row.Int64(2),
            DueAt = row.Int64(3),
            Token = row.Int64(4),
            Attempts = row.Int32(5),
            Steps = row.Int32(6),
            Trigger = (AttemptTrigger)row.Int32(7),
            BackDueAt = row.Int64OrNull(8),
            Failure = (FailureClass)row.Int32(9),
            StatusCode = row.Int32OrNull(10),
            Latency = row.Int64OrNull(11),
            LeaseUntil = row.Int64OrNull(12),
        };
        row.Reset();
        return found;
    }

    /// <summary>Ends a scheduled delivery that was accepted, with its attempt, if it still stands under this lease.</summary>
    public static bool TryDeliver(WriteSession session, DeliveryRecord record, DeliveryAttempt attempt, long now)
    {
        var isMoved = session.Prepare(MoveDelivered)
            .Bind(1, record.Delivery.Value).Bind(2, record.LeaseToken).Bind(3, now).Bind(4, attempt.StatusCode).Bind(5, attempt.Latency.Ticks).Bind(6, attempt.Number - 1)
            .Bind(7, attempt.StartedAt.UtcTicks).Bind(8, attempt.AnswerTruncated ? 1 : 0).Bind(9, attempt.Node).Bind(10, attempt.Rule).Bind(11, attempt.Answer)
            .RunCounted() == 1;
        if (isMoved)
        {
            session.Prepare(DeleteRow).Bind(1, record.Delivery.Value).Run();
            DeliveryList.Added(session, record.Delivery.Value);
        }

        return isMoved;
    }

    /// <summary>Whether a lease holds.</summary>
    public bool IsBeingSent(long now) => Lease.HoldsAt(LeaseUntil, now);

    /// <summary>Whether it is a terminal delivery that is being resent.</summary>
    public bool HasEndedBefore(WriteSession session) => session.Prepare(HasLogRow).Bind(1, Id).Scalar() == 1;

    public void Finish(WriteSession session, DeliveryState state, FailureClass failure, long now)
    {
        session.Prepare(DeleteRow).Bind(1, Id).Run();
        session.Prepare(StoreFinished)
            .Bind(1, Id).Bind(2, EventKey).Bind(3, Subscription).Bind(4, BodyKey).Bind(5, (int)state).Bind(6, (int)failure).Bind(7, now)
            .Bind(8, Attempts).Bind(9, Steps).Bind(10, StatusCode).Bind(11, Latency).Bind(12, Trigger == AttemptTrigger.Test ? 1 : 0)
            .Run();
        DeliveryList.Added(session, Id);
    }

    /// <summary>Ends a resend of a terminal delivery without success: it is what it was.</summary>
    public void PutBack(WriteSession session, FailureClass failure)
    {
        session.Prepare(DeleteRow).Bind(1, Id).Run();
        session.Prepare(StorePutBack)
            .Bind(1, Id).Bind(2, (int)failure).Bind(3, Attempts).Bind(4, Steps).Bind(5, StatusCode).Bind(6, Latency)
            .Run();
    }

    /// <summary>Stores it with its lease taken off.</summary>
    public void Reschedule(WriteSession session, AttemptTrigger trigger, long dueAt, long? backDueAt, FailureClass failure) =>
        session.Prepare(StoreUnfinished)
            .Bind(1, Id).Bind(2, trigger is AttemptTrigger.Resend or AttemptTrigger.Test ? 0 : Subscription).Bind(3, (int)trigger)
            .Bind(4, dueAt).Bind(5, backDueAt).Bind(6, Attempts).Bind(7, Steps).Bind(8, (int)failure).Bind(9, StatusCode).Bind(10, Latency)
            .Run();
}
