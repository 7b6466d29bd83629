namespace SmartWms.Webhooks.Retries;

/// <summary>What becomes of a delivery after an attempt that a person asked for: never a step of the schedule, never a reason to disable.</summary>
internal static class ManualAttempts
{
    public static RetryDecision Decide(AttemptOutcome outcome) => new()
    {
        Rule = outcome.IsAccepted
            ? "Sent again by a person: the receiver accepted it."
            : "Sent again by a person: one attempt, which failed; the schedule is as it was.",
    };

    public static RetryDecision DecideTest(AttemptOutcome outcome) => new()
    {
        Rule = outcome.IsAccepted ? "Test: the receiver accepted it." : "Test: one attempt, which failed; tests are not repeated.",
    };
}
