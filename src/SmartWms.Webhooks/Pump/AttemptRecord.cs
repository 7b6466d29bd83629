using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Sending;

namespace SmartWms.Webhooks.Pump;

/// <summary>Puts an attempt, its outcome and the decision together into what is stored. Pure.</summary>
internal static class AttemptRecord
{
    public static DeliveryRecord Of(
        ClaimedDelivery delivery, AttemptAnswer answer, AttemptOutcome outcome, RetryDecision decision, DateTimeOffset startedAt, TimeSpan latency, string node)
    {
        var next = decision.RetryAt is not null ? DeliveryState.Pending : outcome.IsAccepted ? DeliveryState.Delivered : DeliveryState.Failed;
        return new DeliveryRecord
        {
            Delivery = delivery.Id,
            LeaseToken = delivery.LeaseToken,
            Subscription = delivery.Subscription,
            Trigger = delivery.Trigger,
            CountsStep = delivery.Trigger == AttemptTrigger.Scheduled && outcome.Failure != FailureClass.Aborted,
            Next = next,
            DueAt = decision.RetryAt,
            Failure = outcome.Failure,
            LaneWaitsUntil = decision.LaneWaitsUntil,
            Disable = decision.DisableReason is { } reason ? new DisableRequest(reason, delivery.EnableEpoch, decision.DisableOnlyIfFailingSince) : null,
            Attempt = new DeliveryAttempt
            {
                Number = delivery.Attempts + 1,
                Trigger = delivery.Trigger,
                StartedAt = startedAt,
                Latency = latency,
                StatusCode = outcome.StatusCode,
                Failure = outcome.Failure,
                Rule = decision.Rule,
                NextAt = decision.RetryAt,
                Answer = answer.Body,
                AnswerTruncated = answer.BodyTruncated,
                Node = node,
            },
        };
    }
}
