using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.InMemory;

/// <summary>The log of the in-memory store. It looks at about a thousand deliveries at a time, so the engine never waits for a person's search.</summary>
/// <param name="database">Shared with the delivery store.</param>
internal sealed class InMemoryDeliveryLog(InMemoryDatabase database) : IDeliveryLog
{
    public Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken)
    {
        List<DeliverySummary> page = [];
        var before = query.Before.Value > 0 ? query.Before.Value : long.MaxValue;
        while (before > 1 && page.Count < query.PageSize)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Task.FromCanceled<IReadOnlyList<DeliverySummary>>(cancellationToken);
            }

            lock (database.Gate)
            {
                before = database.Deliveries.ScanPage(before, row =>
                {
                    if (Matches(row, query))
                    {
                        page.Add(Summary(row, query.AnswerBytes));
                    }

                    return page.Count < query.PageSize;
                });
            }
        }

        return Task.FromResult<IReadOnlyList<DeliverySummary>>(page);
    }

    public Task<DeliveryDetails?> GetAsync(DeliveryId delivery, TenantScope tenant, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            if (database.Deliveries.Find(delivery) is not { } row || !tenant.Includes(row.Event.TenantId))
            {
                return Task.FromResult<DeliveryDetails?>(null);
            }

            var body = row.Event.Body(row.Body);
            return Task.FromResult<DeliveryDetails?>(new DeliveryDetails(Summary(row), body.Contract, body.Bytes, DeliveryDetails.Shown(row.Attempts)));
        }
    }

    private static bool Matches(DeliveryRow row, DeliveryQuery query) =>
        query.Tenant.Includes(row.Event.TenantId)
        && (query.Subscription is not { } subscription || row.Lane.Id == subscription)
        && !(query.WithoutTests && row.IsTest)
        && (query.States.Count == 0 || query.States.Contains(row.State))
        && (query.EventType is null || string.Equals(row.Event.Type, query.EventType, StringComparison.Ordinal))
        && (query.Subject is null || string.Equals(row.Event.Subject, query.Subject, StringComparison.Ordinal))
        && (query.EventIdPrefix is null || row.Event.EventId.StartsWith(query.EventIdPrefix, StringComparison.Ordinal))
        && !(row.Event.Time < query.From?.UtcTicks) && !(row.Event.Time >= query.To?.UtcTicks);

    private static DeliverySummary Summary(DeliveryRow row, int answerBytes = 0)
    {
        var last = row.Attempts is [.., var attempt] ? attempt : null;
        var failure = row.Progress?.Failure ?? FailureClass.None;
        return new DeliverySummary
        {
            Id = new DeliveryId(row.Id),
            Subscription = row.Lane.Id,
            TenantId = row.Event.TenantId,
            EventId = row.Event.EventId,
            EventType = row.Event.Type,
            Subject = row.Event.Subject,
            State = row.State,
            IsHeld = row.State == DeliveryState.Pending && !row.IsApart && !row.Lane.IsActive,
            IsTest = row.IsTest,
            CreatedAt = Timed.At(row.Event.Time),
            DueAt = row.IsFinished ? null : Timed.At(row.Time),
            FinishedAt = row.IsFinished ? Timed.At(row.Time) : null,
            Attempts = row.Attempts.Length,
            Retries = Math.Max(0, (row.Progress?.Steps ?? 0) - 1),
            Failure = failure,
            StatusCode = last?.StatusCode,
            Latency = last?.Latency,
            Answer = failure == FailureClass.None || last is null ? [] : last.Answer[..Math.Min(answerBytes, last.Answer.Length)],
        };
    }
}
