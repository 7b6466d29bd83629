using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Sending;

/// <summary>What came back from one request, before anybody judged it.</summary>
/// <param name="StatusCode">Any number a receiver can write; <see langword="null"/> when there was no answer.</param>
/// <param name="TransportFailure">Why there was no whole answer; <see cref="FailureClass.None"/> when there was.</param>
/// <param name="RetryAfter">The answer's <c>Retry-After</c> as a span from now; nonsense, a past date or none: <see langword="null"/>.</param>
/// <param name="Body">The answer's first bytes, up to the cap.</param>
/// <param name="BodyTruncated">Whether there was more.</param>
public sealed record AttemptAnswer(int? StatusCode, FailureClass TransportFailure, TimeSpan? RetryAfter, byte[] Body, bool BodyTruncated)
{
    internal static AttemptAnswer Failed(FailureClass failure) => new(null, failure, null, [], false);
}
