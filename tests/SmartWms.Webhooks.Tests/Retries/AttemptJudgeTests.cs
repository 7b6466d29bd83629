using Microsoft.Extensions.Logging;
using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Subscriptions;
using SmartWms.Webhooks.Testbed;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Retries;

public sealed class AttemptJudgeTests : IDisposable
{
    private readonly RecordingLogs _logs = new();
    private readonly LoggerFactory _loggers;
    private readonly RecordingScheduler _scheduler = new();
    private readonly AttemptJudge _judge;

    public AttemptJudgeTests()
    {
        _loggers = new LoggerFactory([_logs]);
        _judge = new AttemptJudge(_scheduler, _loggers.CreateLogger<AttemptJudge>());
    }

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public void A_scheduled_attempt_is_the_schedulers_to_decide()
    {
        var own = Snapshot(Stored() with { Schedule = [Seconds(3)] }, WebhookContract.Wms);
        var decision = _judge.Decide(Claimed(attempts: 5, steps: 2), own, Failed, Noon);

        Assert.Same(_scheduler.Answer, decision);
        var asked = Assert.Single(_scheduler.Asked);
        Assert.Equal((3, Failed, WebhookContract.Wms, Noon), (asked.Step, asked.Outcome, asked.Contract, asked.Now));
        Assert.Equal([Seconds(3)], asked.Delays);
        Assert.InRange(asked.Random, 0, 0.9999999999);
    }

    [Theory]
    [InlineData(AttemptTrigger.Scheduled)]
    [InlineData(AttemptTrigger.Resend)]
    [InlineData(AttemptTrigger.Recover)]
    public void An_attempt_that_a_stop_cut_is_due_at_once(AttemptTrigger trigger)
    {
        var decision = _judge.Decide(Claimed(trigger), Snapshot(), new AttemptOutcome(FailureClass.Aborted), Noon);

        Assert.Equal(new RetryDecision { Rule = "The node stopped while the request was under way: due again at once, not counted.", RetryAt = Noon }, decision);
        Assert.Empty(_scheduler.Asked);
    }

    [Fact]
    public void A_test_that_a_stop_cut_has_failed() =>
        Assert.Equal(
            new RetryDecision { Rule = "Test: one attempt, which failed; tests are not repeated." },
            _judge.Decide(Claimed(AttemptTrigger.Test), Snapshot(), new AttemptOutcome(FailureClass.Aborted), Noon));

    [Theory]
    [InlineData(AttemptTrigger.Resend, true, "Sent again by a person: the receiver accepted it.")]
    [InlineData(AttemptTrigger.Resend, false, "Sent again by a person: one attempt, which failed; the schedule is as it was.")]
    [InlineData(AttemptTrigger.Recover, true, "Sent again by a person: the receiver accepted it.")]
    [InlineData(AttemptTrigger.Recover, false, "Sent again by a person: one attempt, which failed; the schedule is as it was.")]
    [InlineData(AttemptTrigger.Test, true, "Test: the receiver accepted it.")]
    [InlineData(AttemptTrigger.Test, false, "Test: one attempt, which failed; tests are not repeated.")]
    public void What_a_person_asked_for_is_one_attempt_that_never_disables(AttemptTrigger trigger, bool accepted, string rule)
    {
        Assert.Equal(new RetryDecision { Rule = rule }, _judge.Decide(Claimed(trigger, steps: 4), Snapshot(), accepted ? Accepted : Failed, Noon));
        Assert.Empty(_scheduler.Asked);
    }

    // R11: of what a person sent again the lane learns as of what the schedule sent; a test holds nothing back.
    [Theory]
    [InlineData(AttemptTrigger.Resend, FailureClass.TooManyRequests, 3600, 3600)]
    [InlineData(AttemptTrigger.Recover, FailureClass.TooManyRequests, 3600, 3600)]
    [InlineData(AttemptTrigger.Recover, FailureClass.Unavailable, 1, 1)]
    [InlineData(AttemptTrigger.Recover, FailureClass.TooManyRequests, 864000, 86400)]     // ten days: 24 hours at most
    [InlineData(AttemptTrigger.Recover, FailureClass.TooManyRequests, 0, null)]
    [InlineData(AttemptTrigger.Recover, FailureClass.TooManyRequests, null, null)]
    [InlineData(AttemptTrigger.Recover, FailureClass.ServerError, 3600, null)]
    [InlineData(AttemptTrigger.Resend, FailureClass.None, 3600, null)]
    [InlineData(AttemptTrigger.Test, FailureClass.TooManyRequests, 3600, null)]
    public void A_wait_that_the_receiver_asked_of_a_persons_attempt_is_the_lanes(AttemptTrigger trigger, FailureClass failure, int? asked, int? waits)
    {
        TimeSpan? retryAfter = asked is { } seconds ? Seconds(seconds) : null;
        DateTimeOffset? expected = waits is { } least ? Noon + Seconds(least) : null;

        var decision = _judge.Decide(Claimed(trigger, steps: 4), Snapshot(), new AttemptOutcome(failure, RetryAfter: retryAfter), Noon);

        Assert.Equal(expected, decision.LaneWaitsUntil);
        Assert.Null(decision.RetryAt);
        Assert.Null(decision.DisableReason);
    }

    [Fact]
    public void A_scheduler_that_throws_is_logged_and_taken_as_the_longest_delay()
    {
        _scheduler.Throws = true;
        var decision = _judge.Decide(Claimed(), Snapshot(), Failed, Noon);

        Assert.Equal(Noon + TimeSpan.FromHours(2), decision.RetryAt);
        Assert.Equal("The retry scheduler failed: next after the longest delay.", decision.Rule);
        Assert.Null(decision.DisableReason);
        var line = Assert.Single(_logs.Entries);
        Assert.Contains("The retry scheduler", line.Message, StringComparison.Ordinal);
        Assert.Contains("dlv_7", line.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scheduler_that_throws_does_not_send_an_accepted_event_again()
    {
        _scheduler.Throws = true;

        Assert.Equal(new RetryDecision { Rule = "The receiver accepted it." }, _judge.Decide(Claimed(), Snapshot(), Accepted, Noon));
    }

    private sealed class RecordingScheduler : IRetryScheduler
    {
        public List<RetryContext> Asked { get; } = [];

        public RetryDecision Answer { get; } = new() { Rule = "as asked" };

        public bool Throws { get; set; }

        public RetryDecision Decide(RetryContext context)
        {
            Asked.Add(context);
            return Throws ? throw new InvalidOperationException("a host's own scheduler") : Answer;
        }
    }
}
