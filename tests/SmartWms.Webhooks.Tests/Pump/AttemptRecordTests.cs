using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Pump;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Sending;
using SmartWms.Webhooks.Subscriptions;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Pump;

public sealed class AttemptRecordTests
{
    private static readonly RetryDecision Ended = new() { Rule = "why" };

    [Fact]
    public void The_record_names_the_delivery_its_lease_and_the_attempt()
    {
        byte[] answer = [1, 2, 3];
        var record = AttemptRecord.Of(
            Claimed(AttemptTrigger.Scheduled, attempts: 2), new AttemptAnswer(500, FailureClass.None, null, answer, true), Failed,
            new RetryDecision { Rule = "why", RetryAt = Noon + Seconds(60), LaneWaitsUntil = Noon + Seconds(50) }, Noon, Seconds(0.25), "node-a");

        Assert.Equal((new DeliveryId(7), 99, new SubscriptionId(1), AttemptTrigger.Scheduled), (record.Delivery, record.LeaseToken, record.Subscription, record.Trigger));
        Assert.Equal((DeliveryState.Pending, Noon + Seconds(60), FailureClass.ServerError), (record.Next, record.DueAt, record.Failure));
        Assert.Equal(Noon + Seconds(50), record.LaneWaitsUntil);
        Assert.Null(record.Disable);
        Assert.Equal(
            new DeliveryAttempt
            {
                Number = 3,
                Trigger = AttemptTrigger.Scheduled,
                StartedAt = Noon,
                Latency = Seconds(0.25),
                StatusCode = 500,
                Failure = FailureClass.ServerError,
                Rule = "why",
                NextAt = Noon + Seconds(60),
                Answer = answer,
                AnswerTruncated = true,
                Node = "node-a",
            },
            record.Attempt);
    }

    [Fact]
    public void An_accepted_event_is_delivered() => Assert.Equal((DeliveryState.Delivered, null), Next(Accepted, Ended));

    [Fact]
    public void A_failed_attempt_without_a_retry_fails_the_delivery() => Assert.Equal((DeliveryState.Failed, null), Next(Failed, Ended));

    [Fact]
    public void An_accepted_answer_that_a_scheduler_wants_repeated_is_repeated() =>
        Assert.Equal((DeliveryState.Pending, Noon), Next(Accepted, new RetryDecision { Rule = "again", RetryAt = Noon }));

    [Theory]
    [InlineData(AttemptTrigger.Scheduled, FailureClass.None, true)]
    [InlineData(AttemptTrigger.Scheduled, FailureClass.ServerError, true)]
    [InlineData(AttemptTrigger.Scheduled, FailureClass.Aborted, false)]
    [InlineData(AttemptTrigger.Resend, FailureClass.ServerError, false)]
    [InlineData(AttemptTrigger.Recover, FailureClass.ServerError, false)]
    [InlineData(AttemptTrigger.Test, FailureClass.None, false)]
    public void Only_a_scheduled_attempt_that_ended_by_itself_is_a_step_of_the_schedule(AttemptTrigger trigger, FailureClass failure, bool counts) =>
        Assert.Equal(counts, Of(trigger, new AttemptOutcome(failure), Ended).CountsStep);

    [Fact]
    public void A_request_to_disable_carries_the_epoch_that_the_claim_returned() =>
        Assert.Equal(
            new DisableRequest("No success for 5 days.", 4, Noon - TimeSpan.FromDays(5)),
            Of(AttemptTrigger.Scheduled, Failed, new RetryDecision { Rule = "why", DisableReason = "No success for 5 days.", DisableOnlyIfFailingSince = Noon - TimeSpan.FromDays(5) }).Disable);

    private static (DeliveryState, DateTimeOffset?) Next(AttemptOutcome outcome, RetryDecision decision)
    {
        var record = Of(AttemptTrigger.Scheduled, outcome, decision);
        Assert.Equal(record.DueAt, record.Attempt!.NextAt);
        return (record.Next, record.DueAt);
    }

    private static DeliveryRecord Of(AttemptTrigger trigger, AttemptOutcome outcome, RetryDecision decision) =>
        AttemptRecord.Of(Claimed(trigger, enableEpoch: 4), AttemptAnswer.Failed(outcome.Failure), outcome, decision, Noon, Seconds(1), "node-a");
}
