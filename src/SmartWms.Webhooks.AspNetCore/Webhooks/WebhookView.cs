using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.AspNetCore.Webhooks;

/// <summary>A webhook as it is shown: without its secret and without header values.</summary>
internal sealed record WebhookView
{
    public required string Id { get; init; }

    public required long Version { get; init; }

    public string? Key { get; init; }

    public string? TenantId { get; init; }

    public required string Name { get; init; }

    public required string Url { get; init; }

    public required IReadOnlyList<string> EventTypes { get; init; }

    public required IReadOnlyList<string> Channels { get; init; }

    public required string Contract { get; init; }

    public required IReadOnlyList<string> HeaderNames { get; init; }

    public IReadOnlyList<double>? ScheduleSeconds { get; init; }

    public double? DeadlineSeconds { get; init; }

    public int? MaxInFlight { get; init; }

    public RateView? Rate { get; init; }

    public required string State { get; init; }

    public string? StateReason { get; init; }

    public required DateTimeOffset StateChangedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? WaitUntil { get; init; }

    public DateTimeOffset? FirstFailureAt { get; init; }

    public int FailedInARow { get; init; }

    public string? SecretHint { get; init; }

    public DateTimeOffset? RotationEndsAt { get; init; }

    public static WebhookView Of(WebhookSubscription webhook) => new()
    {
        Id = webhook.Id.ToString(),
        Version = webhook.Version,
        Key = webhook.Key,
        TenantId = webhook.TenantId,
        Name = webhook.Name,
        Url = webhook.Url,
        EventTypes = webhook.EventTypes,
        Channels = webhook.Channels,
        Contract = webhook.Contract,
        HeaderNames = webhook.HeaderNames,
        ScheduleSeconds = webhook.Schedule is null ? null : [.. webhook.Schedule.Select(delay => delay.TotalSeconds)],
        DeadlineSeconds = webhook.Deadline?.TotalSeconds,
        MaxInFlight = webhook.MaxInFlight,
        Rate = webhook.Rate is { } rate ? new RateView(rate.Count, rate.Per.TotalSeconds) : null,
        State = Words.Of(webhook.State),
        StateReason = webhook.StateReason,
        StateChangedAt = webhook.StateChangedAt,
        CreatedAt = webhook.CreatedAt,
        WaitUntil = webhook.WaitUntil,
        FirstFailureAt = webhook.FirstFailureAt,
        FailedInARow = webhook.FailedInARow,
        SecretHint = webhook.SecretHint,
        RotationEndsAt = webhook.RotationEndsAt,
    };
}
