using CustomStore.Book;
using CustomStore.Journal;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace CustomStore;

/// <summary>What people read of the journal's book.</summary>
internal sealed class JournalLog(Keeper keeper) : IDeliveryLog
{
    public Task<IReadOnlyList<DeliverySummary>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DeliverySummary>>(
            keeper.Read(book => book.NewestFirst().Where(row => IsWanted(row, query)).Take(query.PageSize).Select(row => Summary(book, row) with { Answer = Answer(row, query.AnswerBytes) }).ToArray()));

    public Task<DeliveryDetails?> GetAsync(DeliveryId delivery, TenantScope tenant, CancellationToken cancellationToken) =>
        Task.FromResult(keeper.Read(book => book.Find(delivery) is { } row && tenant.Includes(row.Event.Source.TenantId)
            ? new DeliveryDetails(Summary(book, row), row.Body.Contract, row.Event.AreBodiesGone ? null : row.Body.Bytes, DeliveryDetails.Shown(row.Attempts))
            : null));

    private static bool IsWanted(BookDelivery row, DeliveryQuery query) =>
        (query.Before == default || row.Id < query.Before) && query.Tenant.Includes(row.Event.Source.TenantId)
        && (query.Subscription is not { } lane || row.Subscription == lane) && (query.States.Count == 0 || query.States.Contains(row.State))
        && !(query.WithoutTests && row.IsTest) && (query.EventType is null || row.Event.Source.Type == query.EventType) && (query.Subject is null || row.Event.Source.Subject == query.Subject)
        && !(row.Event.AddedAt < query.From) && !(row.Event.AddedAt >= query.To)
        && (query.EventIdPrefix is null || row.Event.Source.Id.StartsWith(query.EventIdPrefix, StringComparison.Ordinal));

    private static byte[] Answer(BookDelivery row, int length) =>
        row.Failure != FailureClass.None && row.Attempts.LastOrDefault()?.Answer is { } answer ? answer[..Math.Min(length, answer.Length)] : [];

    private static DeliverySummary Summary(WebhookBook book, BookDelivery row) => new()
    {
        Id = row.Id,
        Subscription = row.Subscription,
        TenantId = row.Event.Source.TenantId,
        EventId = row.Event.Source.Id,
        EventType = row.Event.Source.Type,
        Subject = row.Event.Source.Subject,
        State = row.State,
        IsHeld = row.State == DeliveryState.Pending && !row.IsApart && book.Subscriptions.Find(row.Subscription) is not { State: SubscriptionState.Active },
        IsTest = row.IsTest,
        CreatedAt = row.Event.AddedAt,
        DueAt = row.IsEnded ? null : row.Time,
        FinishedAt = row.IsEnded ? row.Time : null,
        Attempts = row.Attempts.Count,
        Retries = Math.Max(0, row.Steps - 1),
        Failure = row.Failure,
        StatusCode = row.Attempts.LastOrDefault()?.StatusCode,
        Latency = row.Attempts.LastOrDefault()?.Latency,
    };
}
