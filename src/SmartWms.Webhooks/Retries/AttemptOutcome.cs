using SmartWms.Webhooks.Deliveries;

namespace SmartWms.Webhooks.Retries;

/// <summary>How an attempt ended, as the retry scheduler sees it.</summary>
/// <param name="Failure"><see cref="FailureClass.None"/>: the receiver accepted it.</param>
/// <param name="StatusCode">The answer's status; <see langword="null"/> when there was no answer.</param>
/// <param name="RetryAfter">How long the receiver asked to be left alone; honoured for 429 and 503.</param>
public readonly record struct AttemptOutcome(FailureClass Failure, int? StatusCode = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether the receiver accepted the event.</summary>
    public bool IsAccepted => Failure == FailureClass.None;

    /// <summary>As metrics and logs name it: "Accepted", or the failure class.</summary>
    internal string Word => IsAccepted ? "Accepted" : Failure.ToString();
}
