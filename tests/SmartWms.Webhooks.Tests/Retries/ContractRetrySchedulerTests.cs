using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Subscriptions;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Retries;

/// <summary>CONTRACT's first table: attempts, what is retried, and how they end.</summary>
public sealed class ContractRetrySchedulerTests
{
    private const double NoJitter = 0.5;

    private static readonly ContractRetryScheduler Scheduler = new();

    [Fact]
    public void SmartWms_tries_again_after_1_5_and_30_minutes_and_2_hours() =>
        Assert.Equal([60, 300, 1800, 7200], DelaysInSeconds(WebhookContract.SmartWms));

    [Fact]
    public void Wms_tries_again_after_30_seconds_2_and_10_minutes_1_and_6_hours() =>
        Assert.Equal([30, 120, 600, 3600, 21600], DelaysInSeconds(WebhookContract.Wms));

    [Fact]
    public void StandardWebhooks_tries_again_nine_times_up_to_a_day_apart() =>
        Assert.Equal([5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400], DelaysInSeconds(WebhookContract.StandardWebhooks));

    [Theory]
    [InlineData(0.0, 4.0)]
    [InlineData(0.25, 4.5)]
    [InlineData(0.5, 5.0)]
    [InlineData(0.75, 5.5)]
    public void StandardWebhooks_spreads_each_delay_by_a_fifth(double random, double seconds) =>
        Assert.Equal(Noon + Seconds(seconds), Decide(WebhookContract.StandardWebhooks, 1, Failed, random).RetryAt);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.99)]
    public void The_documents_contracts_keep_their_times_to_the_second(double random)
    {
        Assert.Equal(Noon + Seconds(60), Decide(WebhookContract.SmartWms, 1, Failed, random).RetryAt);
        Assert.Equal(Noon + Seconds(30), Decide(WebhookContract.Wms, 1, Failed, random).RetryAt);
    }

    [Fact]
    public void A_subscriptions_own_schedule_takes_the_place_of_the_contracts()
    {
        TimeSpan[] own = [Seconds(3), Seconds(4)];
        Assert.Equal(Noon + Seconds(4), Decide(WebhookContract.SmartWms, 2, Failed, delays: own).RetryAt);

        var last = Decide(WebhookContract.SmartWms, 3, Failed, delays: own);
        Assert.Null(last.RetryAt);
        Assert.Equal("Attempt 3 of 3 failed: no retry is left.", last.Rule);
        Assert.Equal("All 3 attempts of one delivery failed.", last.DisableReason);
    }

    [Fact]
    public void An_accepted_event_is_not_sent_again()
    {
        var decision = Decide(WebhookContract.SmartWms, 1, Accepted);

        Assert.Equal(new RetryDecision { Rule = "The receiver accepted it." }, decision);
    }

    [Theory]
    [MemberData(nameof(EveryFailure))]
    public void Every_failure_is_tried_again(FailureClass failure)
    {
        var outcome = new AttemptOutcome(failure);
        Assert.Equal(Noon + Seconds(60), Decide(WebhookContract.SmartWms, 1, outcome).RetryAt);
        Assert.Equal(Noon + Seconds(30), Decide(WebhookContract.Wms, 1, outcome).RetryAt);
        Assert.Equal(failure != FailureClass.Gone, Decide(WebhookContract.StandardWebhooks, 1, outcome).RetryAt is not null);
    }

    public static TheoryData<FailureClass> EveryFailure => [.. Enum.GetValues<FailureClass>().Where(failure => failure != FailureClass.None)];

    [Fact]
    public void SmartWms_disables_the_webhook_with_its_fifth_failure()
    {
        Assert.Null(Decide(WebhookContract.SmartWms, 4, Failed).DisableReason);

        Assert.Equal(
            new RetryDecision { Rule = "Attempt 5 of 5 failed: no retry is left.", DisableReason = "All 5 attempts of one delivery failed." },
            Decide(WebhookContract.SmartWms, 5, Failed));
    }

    [Fact]
    public void Wms_fails_the_delivery_with_its_sixth_failure_and_keeps_the_webhook_active()
    {
        Assert.NotNull(Decide(WebhookContract.Wms, 5, Failed).RetryAt);

        Assert.Equal(new RetryDecision { Rule = "Attempt 6 of 6 failed: no retry is left." }, Decide(WebhookContract.Wms, 6, Failed));
    }

    [Fact]
    public void StandardWebhooks_disables_with_a_tenth_failure_when_there_was_no_success_for_five_days()
    {
        Assert.Equal(
            new RetryDecision
            {
                Rule = "Attempt 10 of 10 failed: no retry is left.",
                DisableReason = "No success for 5 days.",
                DisableOnlyIfFailingSince = Noon - TimeSpan.FromDays(5),
            },
            Decide(WebhookContract.StandardWebhooks, 10, Failed));
    }

    [Fact]
    public void StandardWebhooks_disables_at_once_when_the_receiver_is_gone()
    {
        Assert.Equal(
            new RetryDecision
            {
                Rule = "410: the receiver wants no more; the webhook is disabled.",
                DisableReason = "The receiver answered 410 (gone).",
            },
            Decide(WebhookContract.StandardWebhooks, 1, new AttemptOutcome(FailureClass.Gone, 410)));
    }

    [Fact]
    public void A_retry_says_why_in_words() =>
        Assert.Equal("Attempt 2 of 5 failed: next after 300 s, as the schedule says.", Decide(WebhookContract.SmartWms, 2, Failed).Rule);

    [Theory]
    [InlineData(FailureClass.TooManyRequests)]
    [InlineData(FailureClass.Unavailable)]
    public void A_longer_Retry_After_moves_the_next_attempt_and_the_whole_webhook_waits(FailureClass failure)
    {
        var decision = Decide(WebhookContract.SmartWms, 1, new AttemptOutcome(failure, 429, Seconds(90)));

        Assert.Equal(Noon + Seconds(90), decision.RetryAt);
        Assert.Equal(Noon + Seconds(90), decision.LaneWaitsUntil);
        Assert.Equal("The receiver asked for 90 s (Retry-After), longer than the schedule's 60 s.", decision.Rule);
        Assert.Null(decision.DisableReason);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    public void A_Retry_After_not_longer_than_the_schedule_never_makes_the_next_attempt_sooner(int seconds)
    {
        var decision = Decide(WebhookContract.SmartWms, 1, new AttemptOutcome(FailureClass.Unavailable, 503, Seconds(seconds)));

        Assert.Equal(Noon + Seconds(60), decision.RetryAt);
        Assert.Equal(Noon + Seconds(seconds), decision.LaneWaitsUntil);
        Assert.Equal("Attempt 1 of 5 failed: next after 60 s, as the schedule says.", decision.Rule);
    }

    [Theory]
    [InlineData(23.999, 23.999)]
    [InlineData(24, 24)]
    [InlineData(24.001, 24)]
    [InlineData(8760, 24)]
    public void A_Retry_After_is_obeyed_for_24_hours_at_most(double hours, double obeyed) =>
        Assert.Equal(
            Noon + TimeSpan.FromHours(obeyed),
            Decide(WebhookContract.SmartWms, 1, new AttemptOutcome(FailureClass.TooManyRequests, 429, TimeSpan.FromHours(hours))).RetryAt);

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void A_Retry_After_of_nothing_is_none(int seconds) =>
        Assert.Null(Decide(WebhookContract.SmartWms, 1, new AttemptOutcome(FailureClass.Unavailable, 503, Seconds(seconds))).LaneWaitsUntil);

    [Theory]
    [InlineData(FailureClass.ServerError)]
    [InlineData(FailureClass.Redirected)]
    [InlineData(FailureClass.Rejected)]
    public void Retry_After_means_nothing_with_other_answers(FailureClass failure)
    {
        var decision = Decide(WebhookContract.SmartWms, 1, new AttemptOutcome(failure, 500, TimeSpan.FromHours(3)));

        Assert.Equal(Noon + Seconds(60), decision.RetryAt);
        Assert.Null(decision.LaneWaitsUntil);
    }

    [Fact]
    public void The_webhook_waits_also_when_this_delivery_has_no_retry_left()
    {
        var decision = Decide(WebhookContract.Wms, 6, new AttemptOutcome(FailureClass.TooManyRequests, 429, Seconds(90)));

        Assert.Null(decision.RetryAt);
        Assert.Equal(Noon + Seconds(90), decision.LaneWaitsUntil);
    }

    [Fact]
    public void No_rule_is_longer_than_the_log_keeps() =>
        Assert.All(
            Enumerable.Range(1, 51),
            step => Assert.InRange(
                Decide(WebhookContract.SmartWms, step, new AttemptOutcome(FailureClass.TooManyRequests, 429, TimeSpan.FromDays(40)),
                    delays: [.. Enumerable.Repeat(TimeSpan.FromDays(30), 50)]).Rule.Length,
                1, 200));

    private static double[] DelaysInSeconds(WebhookContract contract) =>
    [
        .. Enumerable.Range(1, contract.Delays.Count + 1)
            .Select(step => Decide(contract, step, Failed).RetryAt)
            .OfType<DateTimeOffset>()
            .Select(next => (next - Noon).TotalSeconds),
    ];

    private static RetryDecision Decide(WebhookContract contract, int step, AttemptOutcome outcome, double random = NoJitter, IReadOnlyList<TimeSpan>? delays = null) =>
        Scheduler.Decide(new RetryContext(step, outcome, contract, delays ?? contract.Delays, Noon, random));
}
