namespace SmartWms.Webhooks.Retries;

/// <summary>What becomes of a delivery after an attempt that a person asked for: never a step of the schedule, never a reason to disable.</summary>
internal static class ManualAttempts
{
    /// <summary>Of a resend or a recovered delivery: what the receiver asks of it holds for the lane as it does after a scheduled attempt.</summary>
    public static RetryDecision Decide(AttemptOutcome outcome, DateTimeOffset now) => new()
    {
        Rule = outcome.IsAccepted
            ? "Sent again by a person: the receiver accepted it."
            : "Sent again by a person: one attempt, which failed; the schedule is as it was.",
        LaneWaitsUntil = ContractRetryScheduler.Wait(outcome, now),
    };

    public static RetryDecision DecideTest(AttemptOutcome outcome) => new()
    {
        Rule = outcome.IsAccepted ? "Test: the receiver accepted it." : "Test: one attempt, which failed; tests are not repeated.",
    };
}
