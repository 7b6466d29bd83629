using System.Text;
using SmartWms.Webhooks.AspNetCore.Requests;
using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.AspNetCore.Deliveries;

/// <summary>One attempt of a delivery.</summary>
internal sealed record AttemptView
{
    public required int Number { get; init; }

    public required string Trigger { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required double LatencyMs { get; init; }

    public int? StatusCode { get; init; }

    public required string Failure { get; init; }

    /// <summary>In words: why the next attempt is when it is, or why there is none.</summary>
    public required string Rule { get; init; }

    public DateTimeOffset? NextAt { get; init; }

    /// <summary>What the receiver answered, as far as it is kept; bytes that are no UTF-8 are shown as �.</summary>
    public required string Answer { get; init; }

    public required bool AnswerTruncated { get; init; }

    /// <summary>Whether an answer is kept that is not brought: it is an older one's.</summary>
    public required bool AnswerLeftOut { get; init; }

    public required string Node { get; init; }

    public static AttemptView Of(DeliveryAttempt attempt) => new()
    {
        Number = attempt.Number,
        Trigger = Words.Of(attempt.Trigger),
        StartedAt = attempt.StartedAt,
        LatencyMs = attempt.Latency.TotalMilliseconds,
        StatusCode = attempt.StatusCode,
        Failure = Words.Of(attempt.Failure),
        Rule = attempt.Rule,
        NextAt = attempt.NextAt,
        Answer = Encoding.UTF8.GetString(attempt.Answer),
        AnswerTruncated = attempt.AnswerTruncated,
        AnswerLeftOut = attempt.AnswerLeftOut,
        Node = attempt.Node,
    };
}
