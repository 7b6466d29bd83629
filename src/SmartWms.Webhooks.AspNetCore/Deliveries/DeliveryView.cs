using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.AspNetCore.Deliveries;

/// <summary>A delivery as a row of the log.</summary>
internal sealed record DeliveryView
{
    public required string Id { get; init; }

    public required string WebhookId { get; init; }

    public string? TenantId { get; init; }

    public required string EventId { get; init; }

    public required string EventType { get; init; }

    public string? Subject { get; init; }

    public required string State { get; init; }

    public required bool IsHeld { get; init; }

    /// <summary>Whether Send Test made it, whatever its event type.</summary>
    public required bool IsTest { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public required int Attempts { get; init; }

    public required int Retries { get; init; }

    /// <summary>The last failure's class; <c>none</c> after a success and before the first attempt.</summary>
    public required string Failure { get; init; }

    public int? StatusCode { get; init; }

    public double? LatencyMs { get; init; }

    public static DeliveryView Of(DeliverySummary delivery) => new()
    {
        Id = delivery.Id.ToString(),
        WebhookId = delivery.Subscription.ToString(),
        TenantId = delivery.TenantId,
        EventId = delivery.EventId,
        EventType = delivery.EventType,
        Subject = delivery.Subject,
        State = Words.Of(delivery.State),
        IsHeld = delivery.IsHeld,
        IsTest = delivery.IsTest,
        CreatedAt = delivery.CreatedAt,
        DueAt = delivery.DueAt,
        FinishedAt = delivery.FinishedAt,
        Attempts = delivery.Attempts,
        Retries = delivery.Retries,
        Failure = Words.Of(delivery.Failure),
        StatusCode = delivery.StatusCode,
        LatencyMs = delivery.Latency?.TotalMilliseconds,
    };
}
