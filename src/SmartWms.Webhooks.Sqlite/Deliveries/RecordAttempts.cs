using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Sqlite.Writing;

namespace SmartWms.Webhooks.Sqlite.Deliveries;

/// <summary>Stores attempts and moves their deliveries and subscriptions on, each fenced by its lease token.</summary>
internal sealed class RecordAttempts(WriteSession session, long now)
{
    internal const string InsertAttempt = """
        insert into wms_webhook_other_attempt (delivery_id, number, trigger, started_at, latency, status, failure, rule, next_at, truncated, node, answer)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """;

    private readonly SubscriptionHealth _health = new(session, now);

    public RecordResult[] Run(IReadOnlyList<DeliveryRecord> records)
    {
        var results = new RecordResult[records.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Record(records[i]);
        }

        _health.Store();
        return results;
    }

    private RecordResult Record(DeliveryRecord record)
    {
        if (record is
            {
                Next: DeliveryState.Delivered, Trigger: AttemptTrigger.Scheduled, CountsStep: true,
                Attempt: { Trigger: AttemptTrigger.Scheduled, Failure: FailureClass.None, NextAt: null } accepted,
            }
            && UnfinishedDelivery.TryDeliver(session, record, accepted, now))
        {
            return _health.Apply(record);
        }

        if (UnfinishedDelivery.Find(session, record.Delivery.Value) is not { } delivery || delivery.Token != record.LeaseToken)
        {
            return default;
        }

        if (record.Attempt is { } attempt)
        {
            delivery = delivery with { Attempts = delivery.Attempts + 1, StatusCode = attempt.StatusCode, Latency = attempt.Latency.Ticks };
            Insert(delivery.Id, delivery.Attempts, attempt);
        }

        delivery = delivery with { Steps = delivery.Steps + (record.CountsStep ? 1 : 0) };
        MoveOn(delivery, record);
        return _health.Apply(record);
    }

    private void MoveOn(UnfinishedDelivery delivery, DeliveryRecord record)
    {
        if (record.Next == DeliveryState.Pending)
        {
            delivery.Reschedule(session, delivery.Trigger, DueAt(record), delivery.BackDueAt, record.Failure);
        }
        else if (record.Next == DeliveryState.Delivered || record.Trigger is not (AttemptTrigger.Resend or AttemptTrigger.Recover))
        {
            delivery.Finish(session, record.Next, record.Failure, now);
        }
        else if (delivery.HasEndedBefore(session))
        {
            delivery.PutBack(session, record.Next == DeliveryState.Cancelled ? delivery.Failure : record.Failure);
        }
        else if (record.Next == DeliveryState.Cancelled)
        {
            delivery.Finish(session, record.Next, record.Failure, now);
        }
        else
        {
            delivery.Reschedule(session, AttemptTrigger.Scheduled, delivery.BackDueAt ?? now, backDueAt: null, record.Failure);
        }
    }

    private static long DueAt(DeliveryRecord record) =>
        record.DueAt?.UtcTicks ?? throw new ArgumentException($"The record of {record.Delivery} leaves it pending without saying when it is due.", nameof(record));

    private void Insert(long delivery, int number, DeliveryAttempt attempt) =>
        session.Prepare(InsertAttempt)
            .Bind(1, delivery).Bind(2, number).Bind(3, (int)attempt.Trigger).Bind(4, attempt.StartedAt.UtcTicks).Bind(5, attempt.Latency.Ticks)
            .Bind(6, attempt.StatusCode).Bind(7, (int)attempt.Failure).Bind(8, attempt.Rule).Bind(9, attempt.NextAt?.UtcTicks)
            .Bind(10, attempt.AnswerTruncated ? 1 : 0).Bind(11, attempt.Node).Bind(12, attempt.Answer)
            .Run();
}
