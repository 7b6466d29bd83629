using SmartWms.Webhooks.Deliveries;
using SmartWms.Webhooks.Retries;

namespace SmartWms.Webhooks.Sending;

/// <summary>Any 2xx is success; everything else is a failure with a class, as all three contracts say.</summary>
internal sealed class OutcomeClassifier : IOutcomeClassifier
{
    public AttemptOutcome Classify(AttemptAnswer answer) =>
        answer.TransportFailure != FailureClass.None
            ? new AttemptOutcome(answer.TransportFailure, answer.StatusCode)
            : new AttemptOutcome(Judge(answer.StatusCode), answer.StatusCode, answer.RetryAfter);

    private static FailureClass Judge(int? status) => status switch
    {
        >= 200 and <= 299 => FailureClass.None,
        >= 300 and <= 399 => FailureClass.Redirected,
        410 => FailureClass.Gone,
        429 => FailureClass.TooManyRequests,
        >= 400 and <= 499 => FailureClass.Rejected,
        503 => FailureClass.Unavailable,
        >= 500 and <= 599 => FailureClass.ServerError,
        _ => FailureClass.UnknownStatus,
    };
}
