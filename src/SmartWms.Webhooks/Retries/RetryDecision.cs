namespace SmartWms.Webhooks.Retries;

/// <summary>What becomes of a delivery after a scheduled attempt, and of its subscription.</summary>
public sealed record RetryDecision
{
    /// <summary>Not null: try again then. Null: the delivery has ended, Delivered when the outcome was accepted and else Failed.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Why, in words for the delivery log; at most 200 characters.</summary>
    public required string Rule { get; init; }

    /// <summary>Not null: the whole lane waits until then; other deliveries spend no attempt meanwhile.</summary>
    public DateTimeOffset? LaneWaitsUntil { get; init; }

    /// <summary>Not null: the subscription is to be disabled, with this reason in words.</summary>
    public string? DisableReason { get; init; }

    /// <summary>Not null: disable only if its first failure after the last success or enable is at or before this.</summary>
    public DateTimeOffset? DisableOnlyIfFailingSince { get; init; }
}
