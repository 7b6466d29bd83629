namespace SmartWms.Webhooks.Deliveries;

/// <summary>One HTTP request of a delivery, as the log keeps it.</summary>
public sealed record DeliveryAttempt
{
    /// <summary>Counts from 1 over all attempts of the delivery, manual ones included.</summary>
    public required int Number { get; init; }

    /// <summary>Why it was made.</summary>
    public required AttemptTrigger Trigger { get; init; }

    /// <summary>When the request began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>From the request's begin to the end of the answer or the failure.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>The answer's status code, any number a receiver can write; <see langword="null"/> when there was no answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>How it failed.</summary>
    public FailureClass Failure { get; init; }

    /// <summary>The rule that decided what came next, in words: why the next attempt is when it is, or why there is none.</summary>
    public string Rule { get; init; } = "";

    /// <summary>When the next attempt was planned for at that time; <see langword="null"/> when none.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The answer's first bytes, up to the cap, as they came. Kept as bytes so that no receiver can make its own success unrecordable.</summary>
    public byte[] Answer { get; init; } = [];

    /// <summary>Whether the answer was longer than what is kept.</summary>
    public bool AnswerTruncated { get; init; }

    /// <summary>Whether there is an answer that was not read: see <see cref="DeliveryDetails.NewestAnswers"/>. Of no meaning in what is recorded.</summary>
    public bool AnswerLeftOut { get; init; }

    /// <summary>The node that made it.</summary>
    public string Node { get; init; } = "";
}
