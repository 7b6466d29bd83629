using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Subscriptions;

namespace SmartWms.Webhooks.Tests.Deliveries;

/// <summary>What of a delivery's attempts is read.</summary>
public sealed class DeliveryDetailsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(51, 0)]
    [InlineData(52, 1)]
    [InlineData(10_000, 9_949)]
    public void The_first_and_the_newest_attempts_are_shown_and_how_many_are_between(int made, int leftOut)
    {
        var details = Details(made);

        Assert.Equal((Math.Min(made, 51), leftOut), (details.Attempts.Count, details.AttemptsLeftOut));
        Assert.Equal(Enumerable.Range(1, made).Where(number => number == 1 || number > made - 50), details.Attempts.Select(attempt => attempt.Number));
    }

    [Fact]
    public void What_the_standard_schedule_sends_is_shown_with_every_answer() =>
        Assert.All(Details(WebhookContract.StandardWebhooks.Delays.Count + 1).Attempts, attempt => Assert.Equal((1, false), (attempt.Answer.Length, attempt.AnswerLeftOut)));

    [Fact]
    public void Older_answers_are_left_out_and_that_is_told()
    {
        var attempts = Details(30).Attempts;

        Assert.Equal([1, .. Enumerable.Range(21, 10)], attempts.Where(attempt => attempt.Answer.Length > 0).Select(attempt => attempt.Number));
        Assert.Equal(Enumerable.Range(2, 19), attempts.Where(attempt => attempt.AnswerLeftOut).Select(attempt => attempt.Number));
    }

    private static DeliveryDetails Details(int made)
    {
        var attempts = Enumerable.Range(1, made)
            .Select(number => new DeliveryAttempt { Number = number, Trigger = AttemptTrigger.Resend, StartedAt = Given.Noon, Latency = TimeSpan.Zero, Answer = [1] }).ToArray();
        var delivery = new DeliverySummary
        {
            Id = new DeliveryId(1),
            Subscription = new SubscriptionId(1),
            EventId = "evt_1",
            EventType = "order.shipped",
            State = DeliveryState.Failed,
            CreatedAt = Given.Noon,
            Attempts = made,
        };
        return new DeliveryDetails(delivery, "smartwms", null, DeliveryDetails.Shown(attempts));
    }
}
