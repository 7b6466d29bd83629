using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Retries;
using SmartWms.Webhooks.Sending;
using static SmartWms.Webhooks.Tests.Given;

namespace SmartWms.Webhooks.Tests.Sending;

public sealed class OutcomeClassifierTests
{
    private static readonly OutcomeClassifier Classifier = new();

    [Theory]
    [InlineData(200, FailureClass.None)]
    [InlineData(204, FailureClass.None)]
    [InlineData(299, FailureClass.None)]
    [InlineData(300, FailureClass.Redirected)]
    [InlineData(307, FailureClass.Redirected)]
    [InlineData(399, FailureClass.Redirected)]
    [InlineData(400, FailureClass.Rejected)]
    [InlineData(409, FailureClass.Rejected)]
    [InlineData(410, FailureClass.Gone)]
    [InlineData(411, FailureClass.Rejected)]
    [InlineData(428, FailureClass.Rejected)]
    [InlineData(429, FailureClass.TooManyRequests)]
    [InlineData(430, FailureClass.Rejected)]
    [InlineData(499, FailureClass.Rejected)]
    [InlineData(500, FailureClass.ServerError)]
    [InlineData(502, FailureClass.ServerError)]
    [InlineData(503, FailureClass.Unavailable)]
    [InlineData(504, FailureClass.ServerError)]
    [InlineData(599, FailureClass.ServerError)]
    [InlineData(199, FailureClass.UnknownStatus)]
    [InlineData(101, FailureClass.UnknownStatus)]
    [InlineData(600, FailureClass.UnknownStatus)]
    [InlineData(999, FailureClass.UnknownStatus)]
    [InlineData(0, FailureClass.UnknownStatus)]
    [InlineData(null, FailureClass.UnknownStatus)]
    public void Any_2xx_is_success_and_everything_else_a_failure_with_a_class(int? status, FailureClass expected)
    {
        var outcome = Classifier.Classify(new AttemptAnswer(status, FailureClass.None, null, [], false));

        Assert.Equal(new AttemptOutcome(expected, status), outcome);
        Assert.Equal(expected == FailureClass.None, outcome.IsAccepted);
    }

    [Fact]
    public void Retry_After_is_passed_on() =>
        Assert.Equal(
            new AttemptOutcome(FailureClass.Unavailable, 503, Seconds(9)),
            Classifier.Classify(new AttemptAnswer(503, FailureClass.None, Seconds(9), [], false)));

    [Fact]
    public void An_answer_that_did_not_arrive_whole_is_no_success_whatever_its_status() =>
        Assert.Equal(
            new AttemptOutcome(FailureClass.ConnectionLost, 200),
            Classifier.Classify(new AttemptAnswer(200, FailureClass.ConnectionLost, Seconds(9), [], false)));

    [Fact]
    public void Without_an_answer_the_outcome_is_the_transports_failure() =>
        Assert.Equal(new AttemptOutcome(FailureClass.Tls), Classifier.Classify(AttemptAnswer.Failed(FailureClass.Tls)));
}
