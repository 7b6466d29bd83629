using System.Globalization;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Retries;

/// <summary>The schedule that the contract promises, kept to the second.</summary>
internal sealed class ContractRetryScheduler : IRetryScheduler
{
    /// <summary>Longest Retry-After that is obeyed.</summary>
    internal static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(24);

    private static readonly RetryDecision Accepted = new() { Rule = "The receiver accepted it." };

    private static readonly TimeSpan FiveDays = TimeSpan.FromDays(5);

    public RetryDecision Decide(RetryContext context) => context.Outcome switch
    {
        { IsAccepted: true } => Accepted,
        { Failure: FailureClass.Gone } when context.Contract.DisablesWhenGone => Gone(),
        _ when context.Step > context.Delays.Count => Exhausted(context),
        _ => Retry(context),
    };

    private static RetryDecision Gone() => new()
    {
        Rule = "410: the receiver wants no more; the webhook is disabled.",
        DisableReason = "The receiver answered 410 (gone).",
    };

    private static RetryDecision Exhausted(RetryContext context)
    {
        var attempts = context.Delays.Count + 1;
        var decision = new RetryDecision
        {
            Rule = string.Create(CultureInfo.InvariantCulture, $"Attempt {context.Step} of {attempts} failed: no retry is left."),
            LaneWaitsUntil = Wait(context.Outcome, context.Now),
        };
        return context.Contract.AfterLastAttempt switch
        {
            AfterLastAttempt.Disable => decision with
            {
                DisableReason = string.Create(CultureInfo.InvariantCulture, $"All {attempts} attempts of one delivery failed."),
            },
            AfterLastAttempt.DisableAfterFiveDays => decision with
            {
                DisableReason = "No success for 5 days.",
                DisableOnlyIfFailingSince = context.Now - FiveDays,
            },
            _ => decision,
        };
    }

    private static RetryDecision Retry(RetryContext context)
    {
        var delay = Jittered(context.Delays[context.Step - 1], context.Contract.Jitter, context.Random);
        var scheduled = context.Now + delay;
        var wait = Wait(context.Outcome, context.Now);
        if (wait > scheduled)
        {
            return new RetryDecision
            {
                RetryAt = wait,
                LaneWaitsUntil = wait,
                Rule = string.Create(CultureInfo.InvariantCulture, $"The receiver asked for {(wait.Value - context.Now).TotalSeconds:0} s (Retry-After), longer than the schedule's {delay.TotalSeconds:0} s."),
            };
        }

        return new RetryDecision
        {
            RetryAt = scheduled,
            LaneWaitsUntil = wait,
            Rule = string.Create(CultureInfo.InvariantCulture, $"Attempt {context.Step} of {context.Delays.Count + 1} failed: next after {delay.TotalSeconds:0} s, as the schedule says."),
        };
    }

    private static TimeSpan Jittered(TimeSpan delay, double jitter, double random) =>
        jitter == 0 ? delay : delay * (1 + (jitter * ((2 * random) - 1)));

    /// <summary>Until when the whole lane waits because the receiver asked, whoever wanted the attempt; null when it did not ask.</summary>
    internal static DateTimeOffset? Wait(AttemptOutcome outcome, DateTimeOffset now)
    {
        if (outcome.Failure is not (FailureClass.TooManyRequests or FailureClass.Unavailable) || outcome.RetryAfter is not { } asked || asked <= TimeSpan.Zero)
        {
            return null;
        }

        return now + (asked < MaxRetryAfter ? asked : MaxRetryAfter);
    }
}
