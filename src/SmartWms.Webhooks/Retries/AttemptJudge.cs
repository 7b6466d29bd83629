using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Diagnostics;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Retries;

/// <summary>Chooses which rule decides: the schedule, a person's one attempt, or the node's own stop. A replaced scheduler that throws loses nothing.</summary>
internal sealed class AttemptJudge(IRetryScheduler scheduler, ILogger<AttemptJudge> logger)
{
    public RetryDecision Decide(ClaimedDelivery delivery, SubscriptionSnapshot subscription, AttemptOutcome outcome, DateTimeOffset now) => (outcome.Failure, delivery.Trigger) switch
    {
        (FailureClass.Aborted, not AttemptTrigger.Test) => new RetryDecision { Rule = "The node stopped while the request was under way: due again at once, not counted.", RetryAt = now },
        (_, AttemptTrigger.Scheduled) => Schedule(delivery, subscription, outcome, now),
        (_, AttemptTrigger.Test) => ManualAttempts.DecideTest(outcome),
        _ => ManualAttempts.Decide(outcome, now),
    };

    private RetryDecision Schedule(ClaimedDelivery delivery, SubscriptionSnapshot subscription, AttemptOutcome outcome, DateTimeOffset now)
    {
        try
        {
            return scheduler.Decide(new RetryContext(delivery.Steps + 1, outcome, subscription.Contract, subscription.Delays, now, Random.Shared.NextDouble()));
        }
        catch (Exception exception)
        {
            Log.PartThrew(logger, exception, "The retry scheduler", delivery.Id.ToString(), exception.GetType().Name);
            return outcome.IsAccepted
                ? new RetryDecision { Rule = "The receiver accepted it." }
                : new RetryDecision { Rule = "The retry scheduler failed: next after the longest delay.", RetryAt = now + subscription.Contract.Delays.Max() };
        }
    }
}
